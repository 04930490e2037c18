using Engine.Enrichment.Bodies;
using Engine.Enrichment.Endpoints;
using Engine.Enrichment.Secrets;
using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Parameters;

/// <summary>
/// The parameters of an endpoint, learned from accepted calls. Once it is known well, every 16th call is enough. Bounded: a few dozen
/// names, and what finds no room is left out.
/// </summary>
internal sealed class ParameterSchema(LearnedEndpoint endpoint) : Saved(endpoint.Service.Ledger)
{
    public const int Most = 32;

    private const int LongestName = 64;

    /// <summary>Longer values are told by their beginning.</summary>
    private const int LongestValue = 1_024;

    /// <summary>Calls from which on one of so many suffices.</summary>
    private const int WellKnown = 256, PartOfCalls = 16;

    /// <summary>Calls before a parameter is one, and the part of all calls that must have it to say what they are for.</summary>
    private const int FewestCalls = 3, UsualPart = 5;

    /// <summary>Calls before it is said that a parameter is required.</summary>
    private const int FewestForRequired = 20;

    private readonly List<LearnedParameter> _parameters = [];
    private int _seen, _calls, _bodies;

    /// <summary>What is said by parameters that a good part of the calls have: one client's do not say what an endpoint is for.</summary>
    public RoleHints Hints
    {
        get
        {
            var hints = RoleHints.None;
            foreach (var parameter in _parameters)
                hints |= IsUsual(parameter) ? parameter.Hint : RoleHints.None;
            return hints;
        }
    }

    /// <summary>Where the name of the user stands, in the body rather than elsewhere; null where no parameter is called so.</summary>
    public ParameterSpot? User =>
        _parameters.Where(parameter => (parameter.Hint & RoleHints.UserName) != 0 && IsUsual(parameter)).MaxBy(parameter => parameter.Place == ParameterPlace.Body)
            is { } user ? new ParameterSpot(user.Place, user.Name) : null;

    /// <summary>There may be something to learn from it.</summary>
    public static bool Shows(ApiEvent call) => call.Query is { Length: > 0 } || call.RequestBody is { Length: > 0 };

    /// <returns>False: it was well known, and passed over.</returns>
    public bool Learn(ApiEvent call, ulong source)
    {
        Changing();
        _seen = (_seen + 1) % PartOfCalls;
        if (_calls >= WellKnown && _seen != 0)
            return false;
        _calls = Math.Min(int.MaxValue - 1, _calls + 1);
        if (call.Query is { Length: > 0 } query)
            LearnQuery(query, ParameterPlace.Query, source);
        if (call.RequestBody is { Length: > 0 } body)
            LearnBody(body, source);
        return true;
    }

    public void Absorb(ParameterSchema other)
    {
        Changing();
        _calls = (int)Math.Min(int.MaxValue - 1, (long)_calls + other._calls);
        _bodies = (int)Math.Min(int.MaxValue - 1, (long)_bodies + other._bodies);
        foreach (var parameter in other._parameters)
        {
            if (Find(parameter.Name, parameter.Place) is { } known)
                known.Absorb(parameter);
            else if (_parameters.Count < Most)
                _parameters.Add(parameter);
        }
    }

    public IEnumerable<EndpointParameter> Describe() => _parameters.Where(IsKnown).Select(parameter => parameter.Describe(Required(parameter.Place)));

    protected override StateSection Section => StateSection.Services;

    protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) =>
        new PartKey(TemplatePart.Parameters, endpoint.Service.Number, (ulong)endpoint.Number).Write(room);

    protected override void Save(ref MessagePackWriter writer)
    {
        writer.Write(_seen);
        writer.Write(_calls);
        writer.Write(_bodies);
        writer.WriteArrayHeader(_parameters.Count);
        foreach (var parameter in _parameters)
            LearnedParameter.Save(ref writer, parameter);
    }

    /// <exception cref="InvalidDataException">More than an endpoint has.</exception>
    public static Snapshot Load(ref MessagePackReader reader)
    {
        var (seen, calls, bodies) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var parameters = new LearnedParameter[reader.ReadCount(Most)];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = LearnedParameter.Load(ref reader);
        return new Snapshot(seen, calls, bodies, parameters);
    }

    public void Restore(in Snapshot saved)
    {
        (_seen, _calls, _bodies) = (saved.Seen, saved.Calls, saved.Bodies);
        foreach (var parameter in saved.Parameters)
            _parameters.Add(parameter);
    }

    private int Required(ParameterPlace place)
    {
        var calls = place == ParameterPlace.Body ? _bodies : _calls;
        return calls >= FewestForRequired ? calls : int.MaxValue;
    }

    private void LearnQuery(string query, ParameterPlace place, ulong source)
    {
        var position = 0;
        while (QueryText.Next(query, ref position, out var name, out var start, out var length))
        {
            if (start > 0 && query[start - 1] == '=')
                See(name, place, QueryText.Decode(query.AsSpan(start, Math.Min(length, LongestValue))), null, source);
        }
    }

    private void LearnBody(string body, ulong source)
    {
        if (body.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            // A form; of anything else there is nothing that could be named.
            if (body.Contains('=') && body.AsSpan().IndexOfAny('<', '\n', '"') < 0)
            {
                _bodies++;
                LearnQuery(body, ParameterPlace.Body, source);
            }

            return;
        }

        var fields = new JsonFields(body);
        Span<char> name = stackalloc char[2 * LongestName + 1];
        while (fields.Next())
        {
            if (!fields.IsCut)
                See(NameOf(fields, name), ParameterPlace.Body, fields.Value[..Math.Min(fields.Value.Length, LongestValue)], fields.Kind, source);
        }

        // Of a body that was cut it is not known what it did not have.
        if (fields.IsWhole)
            _bodies++;
    }

    private static ReadOnlySpan<char> NameOf(in JsonFields fields, Span<char> room)
    {
        if (fields.Parent.IsEmpty || fields.Parent.Length > LongestName || fields.Name.Length > LongestName)
            return fields.Name;
        fields.Parent.CopyTo(room);
        room[fields.Parent.Length] = '.';
        fields.Name.CopyTo(room[(fields.Parent.Length + 1)..]);
        return room[..(fields.Parent.Length + 1 + fields.Name.Length)];
    }

    private void See(ReadOnlySpan<char> name, ParameterPlace place, ReadOnlySpan<char> value, JsonFieldKind? json, ulong source)
    {
        // What stands alone in a query may be a secret, and so may what no API would name a parameter.
        if (name.Length is 0 or > LongestName || Segments.KindOf(name) != SegmentKind.Literal)
            return;
        var parameter = Find(name, place);
        if (parameter is null)
        {
            if (_parameters.Count >= Most || !endpoint.Service.Parameters.TryTake(source))
                return;
            _parameters.Add(parameter = new LearnedParameter(name.ToString(), place, source));
        }

        parameter.See(value, json, source);
    }

    /// <summary>One of the endpoint: anybody may send anything once.</summary>
    private bool IsKnown(LearnedParameter parameter) =>
        parameter.Calls >= FewestCalls && (parameter.IsShared || endpoint.Service.Sources.IsOne);

    private bool IsUsual(LearnedParameter parameter) => IsKnown(parameter) && parameter.Calls >= _calls / UsualPart;

    private LearnedParameter? Find(ReadOnlySpan<char> name, ParameterPlace place)
    {
        foreach (var parameter in _parameters)
        {
            if (parameter.Place == place && name.SequenceEqual(parameter.Name))
                return parameter;
        }

        return null;
    }

    /// <summary>As it was saved.</summary>
    internal readonly record struct Snapshot(int Seen, int Calls, int Bodies, LearnedParameter[] Parameters);
}
