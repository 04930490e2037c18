using System.Text.RegularExpressions;
using Engine.Ingest.Formats.Layout;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Any access log of nginx or Apache, by the <c>log_format</c> or <c>LogFormat</c> of the server's own configuration. Variables that tell nothing of
/// a call are passed over; where several tell the same, the best is read.
/// </summary>
/// <remarks>
/// What a client writes (a header, a target) must end somewhere: put it into quotes, in which nginx and Apache escape quotes. Between other
/// signs, or with <c>escape=none</c>, a client can write the sign, too, and so forge the rest of its own line.
/// </remarks>
public sealed partial class LogFormat : IRecordFormat, ILineCall
{
    private readonly FieldReader _users;
    private readonly LineLayout _layout;
    private readonly bool _holdsSecrets;
    private readonly int _mostRecordBytes;

    /// <exception cref="UserError">The options are wrong; every problem is listed.</exception>
    public LogFormat(Options options, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes)
    {
        if (options.Problems() is { Count: > 0 } problems)
            throw new UserError($"log format '{options.Name}': {string.Join("; ", problems)}", isUsage: true);
        var plan = new LogFormatPlan(options);
        _layout = plan.Layout!;
        _holdsSecrets = plan.Chosen.Fields.Any(field => field is MappedField.Authorization or MappedField.ApiKey or MappedField.Cookies or MappedField.Session);
        _users = new FieldReader(new JsonUnits(TimeEncoding.Any, UserIsVerified: options.UserIsVerified));
        _mostRecordBytes = mostRecordBytes;
        Info = new FormatInfo(
            options.Name, options.Title,
            options.Nginx is null ? "LogFormat in the configuration (Apache 2.4 mod_log_config)" : "log_format in the configuration (nginx 1.29 ngx_http_log_module)",
            plan.AtMarks, ByteCounts(plan.Chosen), Lacks(plan.Chosen));
    }

    /// <summary>One format: section <c>log_formats</c> of the configuration.</summary>
    public sealed record Options
    {
        /// <summary>Name of the format: lower-case letters, digits, '-', '_', at most 40.</summary>
        /// <example>edge-log</example>
        public string Name { get; init; } = "";

        /// <summary>One line for the catalogue. Default "access log".</summary>
        public string Title { get; init; } = "access log";

        /// <summary>nginx: the log_format directive as it stands in nginx.conf, or its string alone. Also one that writes JSON.</summary>
        /// <example>'$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent $request_time "$http_user_agent"'</example>
        public string? Nginx { get; init; }

        /// <summary>
        /// Instead of nginx, for Apache: the LogFormat directive as it stands in the configuration, or its string alone, such as
        /// '%h %l %u %t "%r" %&gt;s %O "%{User-Agent}i" %D'. Default none.
        /// </summary>
        public string? Apache { get; init; }

        /// <summary>
        /// Our field → variable of the format, for variables of your own (nginx set, map, auth_request_set, js_set; Apache notes and environment):
        /// <c>{user: $jwt_sub, blocked_by: $engine_blocked}</c>. Fields are those of mapped formats.
        /// </summary>
        public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

        /// <summary>
        /// True: whoever a line names was checked by the server, unless the status is 401 or 403. Apache does; nginx names the user of any Basic
        /// header, also where nothing checks it. Default false.
        /// </summary>
        public bool UserIsVerified { get; init; }

        /// <summary>Everything that is wrong, each in words; empty where nothing is.</summary>
        public IReadOnlyList<string> Problems()
        {
            var problems = new List<string>();
            if (!NamePattern().IsMatch(Name))
                problems.Add("the name must be 1 to 40 lower-case letters, digits, '-' or '_'");
            if (Nginx is null == Apache is null)
                problems.Add("either nginx or apache must give the format");
            return problems.Count > 0 ? problems : new LogFormatPlan(this).Problems;
        }
    }

    public FormatInfo Info { get; }

    bool ILineCall.HoldsSecrets => _holdsSecrets;

    public void Parse(in RawRecord record, ParsedRecords into) => LineCalls.Parse(record, into, this, _mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => _layout.TryReadTime(record.Trim(" \r"u8), out at);

    void ILineCall.Read(ReadOnlySpan<byte> line, ref CallDraft draft)
    {
        if (_layout.Read(line, ref draft, ParserMemory.OfThisThread) is { } problem)
            draft.Fail(problem);
        // What was no HTTP has neither, and is a call all the same.
        draft.Method ??= MethodName.None;
        draft.Path ??= "-";
        _users.Finish(ref draft);
    }

    private static string ByteCounts(FieldChoice chosen)
    {
        var counts = new[] { chosen[MappedField.ResponseBytes], chosen[MappedField.RequestBytes] }
            .Where(piece => piece is not null).Select(piece => piece!.Variable!.Measures ?? $"{piece.Text}, not stated");
        return string.Join("; ", counts) is { Length: > 0 } measured ? measured : "none";
    }

    private static List<string> Lacks(FieldChoice chosen) =>
        [.. MappedJson.FieldNames.Where(known => !chosen.Fields.Contains(known.Value)).OrderBy(known => known.Value).Select(known => known.Key)];

    [GeneratedRegex("^[a-z0-9_-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
