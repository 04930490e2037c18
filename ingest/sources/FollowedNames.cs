using System.Globalization;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Source names of the files that one path held: <c>access.log~6f1d…</c>, from the hash of the first line, and a number behind it where
/// several begin with the same line. Knows which an earlier run read, and how far.
/// </summary>
internal sealed class FollowedNames
{
    private const int HashDigits = 16;

    private readonly string _prefix;
    private readonly Dictionary<ulong, (int Number, long Offset)> _past = [];
    private readonly Dictionary<ulong, int> _given = [];

    /// <param name="name">Name of the path.</param>
    /// <param name="resume">How far an earlier run came.</param>
    public FollowedNames(string name, InputPositions resume)
    {
        _prefix = name + "~";
        foreach (var (partition, offset) in resume.All)
        {
            if (TryRead(partition.Source, out var line, out var number) && number >= _past.GetValueOrDefault(line).Number)
                _past[line] = (number, offset);
        }
    }

    /// <summary>An earlier run read something here.</summary>
    public bool HavePast => _past.Count > 0;

    /// <summary>Offset of the last record that an earlier run took of the file with this first line; null: it took none.</summary>
    public long? Taken(ulong line) => _past.TryGetValue(line, out var past) ? past.Offset : null;

    /// <summary>Name of the file that an earlier run read.</summary>
    public string OfPast(ulong line)
    {
        _given[line] = _past[line].Number;
        return Name(line, _past[line].Number);
    }

    /// <summary>Name of a file that nobody has read.</summary>
    public string OfNew(ulong line)
    {
        var number = 1 + Math.Max(_given.GetValueOrDefault(line), _past.GetValueOrDefault(line).Number);
        _given[line] = number;
        return Name(line, number);
    }

    private string Name(ulong line, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{_prefix}{line:x16}") + (number == 1 ? "" : "~" + number.ToString(CultureInfo.InvariantCulture));

    private bool TryRead(ReadOnlySpan<char> source, out ulong line, out int number)
    {
        line = 0;
        number = 1;
        if (!source.StartsWith(_prefix, StringComparison.Ordinal) || source.Length < _prefix.Length + HashDigits)
            return false;
        var rest = source[(_prefix.Length + HashDigits)..];
        return ulong.TryParse(source.Slice(_prefix.Length, HashDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out line)
            && (rest.IsEmpty || (rest[0] == '~' && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out number)));
    }
}
