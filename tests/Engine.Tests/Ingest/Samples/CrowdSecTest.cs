using System.Text;
using System.Text.RegularExpressions;

namespace Engine.Tests.Ingest.Samples;

/// <summary>One parser test of the CrowdSec hub: its lines, and what its parsers made of them.</summary>
internal sealed partial class CrowdSecTest
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> s_archive = new(() => SampleData.Archive("crowdsec/parser_tests.tar.zst"));

    private CrowdSecTest(string name)
    {
        var files = s_archive.Value.Where(file => file.Key.StartsWith($"{name}/", StringComparison.Ordinal)).ToList();
        Lines = SampleData.Split(files.Single(file => file.Key.EndsWith(".log", StringComparison.Ordinal)).Value);
        var results = Results(files.Single(file => file.Key.EndsWith("/parser.assert", StringComparison.Ordinal)).Value);
        Expected = [.. Lines.Select(line => results.GetValueOrDefault(line))];
    }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>
    /// For each line the fields that the parsers read from it, by their own names; <c>meta.</c> stands before what they concluded.
    /// Null where no parser took the line.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>?> Expected { get; }

    /// <param name="name">Folder in the archive.</param>
    public static CrowdSecTest Load(string name) => new(name);

    // The last stage holds what all parsers of a line found; a line is told by its own text.
    private static Dictionary<string, IReadOnlyDictionary<string, string>> Results(string assertions)
    {
        var found = new Dictionary<(string Parser, int Index), Dictionary<string, string>>();
        var failed = new HashSet<(string Parser, int Index)>();
        foreach (Match match in Assertion().Matches(assertions))
        {
            var place = (match.Groups["parser"].Value, int.Parse(match.Groups["index"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
            if (match.Groups["success"].Value == "false")
                failed.Add(place);
            if (!match.Groups["field"].Success)
                continue;
            if (!found.TryGetValue(place, out var fields))
                found[place] = fields = [];
            fields[(match.Groups["group"].Value == "Meta" ? "meta." : "") + match.Groups["field"].Value] = Unquote(match.Groups["value"].Value);
        }

        return found.Where(result => !failed.Contains(result.Key))
            .GroupBy(result => Line(result.Value))
            .ToDictionary(line => line.Key, line => (IReadOnlyDictionary<string, string>)line.OrderBy(result => result.Value.Count).Last().Value);
    }

    private static string Line(Dictionary<string, string> fields) =>
        fields.TryGetValue("cri_timestamp", out var at) ? $"{at} {fields["stream"]} {fields["logtag"]} {fields["message"]}" : fields.GetValueOrDefault("message", "");

    // As Go quotes a string.
    private static string Unquote(string quoted)
    {
        var text = new StringBuilder();
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '\\')
                text.Append(quoted[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var plain => plain });
            else
                text.Append(quoted[i]);
        }

        return text.ToString();
    }

    [GeneratedRegex(
        """^results\["s01-parse"\]\["(?<parser>[^"]+)"\]\[(?<index>\d+)\]\.(?:Success == (?<success>\w+)|Evt\.(?<group>Parsed|Meta)\["(?<field>[^"]+)"\] == "(?<value>.*)")$""",
        RegexOptions.Multiline)]
    private static partial Regex Assertion();
}
