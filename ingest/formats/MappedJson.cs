using System.Text.Json;
using System.Text.RegularExpressions;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Any JSON access log, by a map from our fields to its members. Members that are not mapped are dropped. Members of the wrong kind are
/// refused where a number is wanted and absent where a text is; null, "" and "-" are absent everywhere.
/// </summary>
public sealed partial class MappedJson : IRecordFormat, IJsonCall
{
    private readonly JsonFields _fields;
    private readonly int _mostRecordBytes;

    /// <exception cref="UserError">The options are wrong; every problem is listed.</exception>
    public MappedJson(Options options, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes)
    {
        if (options.Problems() is { Count: > 0 } problems)
            throw new UserError($"mapped format '{options.Name}': {string.Join("; ", problems)}", isUsage: true);
        var fields = options.Fields
            .Select(field => (Field: FieldNames[field.Key], Path: FieldMap.SplitPath(field.Value)!))
            .OrderBy(field => field.Field).ToArray();
        _fields = new JsonFields(new JsonUnits(options.Time, options.Duration, options.UserIsVerified), fields);
        _mostRecordBytes = mostRecordBytes;
        Info = new FormatInfo(
            options.Name, options.Title, "field map in the configuration", options.TimeMarks, options.ByteCounts,
            [.. FieldNames.Where(known => !options.Fields.ContainsKey(known.Key)).OrderBy(known => known.Value).Select(known => known.Key)])
        {
            IsJson = true,
        };
    }

    /// <summary>Names that <see cref="Options.Fields"/> may use.</summary>
    internal static IReadOnlyDictionary<string, MappedField> FieldNames { get; } =
        Enum.GetValues<MappedField>().Where(field => field < MappedField.DirectAddress).ToDictionary(field => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.ToString()));

    public FormatInfo Info { get; }

    /// <summary>One JSON format: section <c>formats</c> of the configuration.</summary>
    public sealed record Options
    {
        /// <summary>Name of the format: lower-case letters, digits, '-', '_', at most 40.</summary>
        /// <example>shop-json</example>
        public string Name { get; init; } = "";

        /// <summary>One line for the catalogue. Default "JSON access log".</summary>
        public string Title { get; init; } = "JSON access log";

        /// <summary>
        /// Our field → path of the member: <c>status: response.status</c>; a dot inside a name is written <c>\.</c>. Needed: time, and either
        /// request_line or method with uri or path.
        /// </summary>
        /// <example>{time: ts, method: method, path: path, status: status}</example>
        public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

        /// <summary>How the time is written. Default Rfc3339.</summary>
        public TimeEncoding Time { get; init; } = TimeEncoding.Rfc3339;

        /// <summary>Unit of the duration. Default Milliseconds.</summary>
        public DurationUnit Duration { get; init; } = DurationUnit.Milliseconds;

        /// <summary>Whether the time is the start or the end of the call. Default Start.</summary>
        public CallMoment TimeMarks { get; init; } = CallMoment.Start;

        /// <summary>True: the gateway names a user or consumer only after it has checked the credential. Default false.</summary>
        public bool UserIsVerified { get; init; }

        /// <summary>What the byte counts measure, for the catalogue. Default "not stated".</summary>
        public string ByteCounts { get; init; } = "not stated";

        /// <summary>Everything that is wrong, each in words; empty where nothing is.</summary>
        public IReadOnlyList<string> Problems()
        {
            var problems = new List<string>();
            if (!NamePattern().IsMatch(Name))
                problems.Add("the name must be 1 to 40 lower-case letters, digits, '-' or '_'");
            if (!Enum.IsDefined(Time))
                problems.Add($"time encoding '{Time}' is unknown; use one of {string.Join(", ", Enum.GetNames<TimeEncoding>())}");
            if (!Enum.IsDefined(Duration))
                problems.Add($"duration unit '{Duration}' is unknown; use one of {string.Join(", ", Enum.GetNames<DurationUnit>())}");
            if (!Enum.IsDefined(TimeMarks))
                problems.Add($"time_marks '{TimeMarks}' is unknown; use Start or End");
            foreach (var (name, path) in Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
                AddProblems(name, path, problems);
            if (!Fields.ContainsKey("time"))
                problems.Add("field 'time' is not mapped");
            if (!Fields.ContainsKey("request_line") && !Fields.ContainsKey("method"))
                problems.Add("neither 'method' nor 'request_line' is mapped");
            if (!Fields.ContainsKey("request_line") && !Fields.ContainsKey("uri") && !Fields.ContainsKey("path"))
                problems.Add("none of 'uri', 'path' and 'request_line' is mapped");
            return problems;
        }

        private static void AddProblems(string name, string? path, List<string> problems)
        {
            if (!FieldNames.ContainsKey(name))
            {
                var meant = Nearest.To(name, FieldNames.Keys);
                problems.Add(meant is null
                    ? $"field '{name}' is unknown; known are {string.Join(", ", FieldNames.OrderBy(known => known.Value).Select(known => known.Key))}"
                    : $"field '{name}' is unknown; did you mean '{meant}'?");
            }

            if (string.IsNullOrEmpty(path))
                problems.Add($"field '{name}' has no path");
            else if (path.Contains('['))
                problems.Add($"path '{path}' of field '{name}' has an index; only members of objects can be mapped");
            else if (FieldMap.SplitPath(path) is not { } names)
                problems.Add($"path '{path}' of field '{name}' has an empty member name");
            else if (names.Length > MostPathLength)
                problems.Add($"path '{path}' of field '{name}' is deeper than {MostPathLength}");
        }
    }

    private const int MostPathLength = 32;

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, _mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => _fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft) => _fields.Read(ref reader, ref draft);

    [GeneratedRegex("^[a-z0-9_-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
