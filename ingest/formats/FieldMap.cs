using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>A member of the mapped JSON: the fields it fills, and the members below it.</summary>
internal sealed class FieldMap
{
    private FieldMap(string name) => _name = Encoding.UTF8.GetBytes(name);

    private readonly byte[] _name;
    private FieldMap[] _members = [];

    // Places of the members by the length of their names: most foreign names are told by it alone.
    private int[][] _byLength = [];

    /// <summary>Fields that the member's value fills; nearly always one.</summary>
    public MappedField[] Fields { get; private set; } = [];
    public bool HasMembers => _members.Length > 0;

    public bool HoldsRequestHeaders { get; private set; }
    public bool HoldsHeaders { get; private set; }
    public bool HoldsCookies { get; private set; }

    /// <summary>Headers stand among the other members, told by the beginning of their name.</summary>
    public bool HasPrefixes => _requestPrefix is not null;

    private byte[]? _requestPrefix;
    private byte[]? _responsePrefix;

    public static FieldMap Build(IEnumerable<(MappedField Field, string[] Path)> fields)
    {
        var root = new FieldMap("");
        foreach (var (field, path) in fields)
        {
            var member = root;
            foreach (var name in path)
                member = member.Member(name);
            member.Fields = [.. member.Fields, field];
            member.HoldsRequestHeaders |= field == MappedField.RequestHeaders;
            member.HoldsCookies |= field == MappedField.CookieObject;
            member.HoldsHeaders |= field is MappedField.RequestHeaders or MappedField.ResponseHeaders;
        }

        return root;
    }

    /// <summary>Where headers are members of the object itself: <c>request_User-Agent</c>, <c>downstream_Content-Type</c>.</summary>
    public FieldMap WithPrefixes(string request, string response)
    {
        _requestPrefix = Encoding.UTF8.GetBytes(request);
        _responsePrefix = Encoding.UTF8.GetBytes(response);
        return this;
    }

    /// <summary>The reader stands on a value whose name is no member; false where the name begins like no header.</summary>
    public bool TakePrefixed(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        if (name.StartsWith(_requestPrefix))
            HeaderSelection.TakeRequest(name[_requestPrefix!.Length..], ref reader, ref draft, memory);
        else if (name.StartsWith(_responsePrefix))
            HeaderSelection.TakeResponse(name[_responsePrefix!.Length..], ref reader, ref draft, memory);
        else
            return false;
        return true;
    }

    /// <summary>Names of a path: <c>request.headers</c>; a dot inside a name is written <c>\.</c>. Null where a name is empty.</summary>
    public static string[]? SplitPath(string path)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '.')
            {
                names.Add(name.ToString());
                name.Clear();
            }
            else
            {
                i += path[i] == '\\' && i + 1 < path.Length ? 1 : 0;
                name.Append(path[i]);
            }
        }

        names.Add(name.ToString());
        return names.Contains("") ? null : [.. names];
    }

    /// <summary>
    /// The member whose name the reader stands on. Logs keep the order of their members, so the one after the last hit is tried first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FieldMap? Find(ref Utf8JsonReader reader, ref int next, ParserMemory memory)
    {
        var members = _members;
        return (uint)next < (uint)members.Length && reader.ValueSpan.SequenceEqual(members[next]._name) ? members[next++] : FindAny(ref reader, ref next, memory);
    }

    private FieldMap? FindAny(ref Utf8JsonReader reader, ref int next, ParserMemory memory)
    {
        var name = reader.ValueSpan;
        var members = _members;
        if (reader.ValueIsEscaped)
            return FindEscaped(ref reader, memory);
        if ((uint)name.Length >= (uint)_byLength.Length)
            return null;
        foreach (var place in _byLength[name.Length])
        {
            if (name.SequenceEqual(members[place]._name))
            {
                next = place + 1;
                return members[place];
            }
        }

        return null;
    }

    private FieldMap? FindEscaped(ref Utf8JsonReader reader, ParserMemory memory)
    {
        foreach (var member in _members)
        {
            if (JsonScalar.NameIs(ref reader, member._name, memory))
                return member;
        }

        return null;
    }

    private FieldMap Member(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        foreach (var member in _members)
        {
            if (member._name.AsSpan().SequenceEqual(bytes))
                return member;
        }

        var added = new FieldMap(name);
        _members = [.. _members, added];
        var lengths = Enumerable.Range(0, _members.Length).ToLookup(place => _members[place]._name.Length);
        _byLength = [.. Enumerable.Range(0, lengths.Max(group => group.Key) + 1).Select(length => lengths[length].ToArray())];
        return added;
    }
}
