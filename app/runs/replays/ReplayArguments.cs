using System.CommandLine;
using Engine.App.Configuration;
using Engine.App.Store;
using Engine.App.Terminal;
using Engine.Ingest.Formats;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Runs.Replays;

/// <summary>The part of the command line that says what is replayed; refuses what makes no sense together.</summary>
internal sealed class ReplayArguments
{
    private readonly Argument<string[]> _files = new("files")
    {
        Description = "Access logs: plain, gzip or zstd; folders, patterns, '-' for standard input. Several are merged by time. Without files: --run, --from/--to or --source.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _format = new("--format") { Description = "Format of the files; engine formats lists them, auto finds out. Envelopes stand before it: docker/combined, json/envoy.", DefaultValueFactory = _ => Combined.Name };

    private readonly Option<string?> _run = new("--run")
    {
        Description = "Replays the calls that this run left in the store, in its order, with its enrichment. `engine runs` lists the runs; the beginning of an id is enough.",
        HelpName = "RUN",
    };

    private readonly Option<string?> _source = new("--source")
    {
        Description = "Replays a source of the configuration: what its Kafka topics hold (no consumer group is touched), or its files.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "From this time on, or this age (24h): of the calls in the store, by default those of the newest live run; of the records with --source.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _to = new("--to") { Description = "Up to, and without, this time or age.", HelpName = "TIME" };

    private readonly Option<RunBaseline> _baseline = new("--baseline")
    {
        Description = "What is normal: relearn (what the calls taught so far; default), recorded (what the stored run had learned at each call), hindsight (what all of the calls teach: they are read twice).",
    };

    private readonly Option<string?> _compare = new("--compare")
    {
        Description = "Prints which verdicts are new, gone or changed against this run in the store, and why; exit code 1 if any is.",
        HelpName = "RUN",
    };

    public ReplayArguments(Command command)
    {
        // Numbers of an enum are no words of ours.
        _baseline.AcceptOnlyFromAmong("relearn", "recorded", "hindsight");
        command.Arguments.Add(_files);
        foreach (var option in new Option[] { _format, _run, _source, _from, _to, _baseline, _compare })
            command.Options.Add(option);
    }

    /// <param name="line">The command line.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="store">The store that is meant.</param>
    /// <param name="now">Ages count from here.</param>
    /// <exception cref="UserError">What is asked for makes no sense.</exception>
    public ReplayRequest Read(ParseResult line, EngineOptions options, StoreLocation store, DateTimeOffset now)
    {
        var request = new ReplayRequest
        {
            Files = line.GetValue(_files)!,
            Format = line.GetValue(_format)!,
            Source = line.GetValue(_source) is { } name ? Named(name, options) : null,
            Run = line.GetValue(_run),
            From = line.GetValue(_from) is { } from ? VerdictFilter.Moment(from, now) : null,
            To = line.GetValue(_to) is { } to ? VerdictFilter.Moment(to, now) : null,
            Baseline = line.GetValue(_baseline),
            Compare = line.GetValue(_compare),
        };
        var hasFormat = line.GetResult(_format) is { Implicit: false };
        return Problem(request, hasFormat, store) is { } problem ? throw new UserError(problem, isUsage: true) : request;
    }

    private static string? Problem(ReplayRequest request, bool hasFormat, StoreLocation store) => request switch
    {
        { Files: [], Source: null, Run: null, From: null, To: null } => "nothing to replay; name files, a run in the store (--run), a time (--from, --to), or a configured source (--source)",
        { Files.Count: > 0, Source: { } source } => $"files and --source {source.Name} are two inputs; replay one of them, or name all files",
        { Files.Count: > 0, Run: { } run } => $"files and --run {run} are two inputs; replay one of them (to compare with the run, use --compare {run})",
        { Files.Count: > 0, From: not null } or { Files.Count: > 0, To: not null } => "--from and --to choose calls in the store or records of a Kafka source; files are read whole: leave them out",
        { Source: { } source, Run: { } run } => $"--source {source.Name} and --run {run} are two inputs; replay one of them (to compare with the run, use --compare {run})",
        { Source: { Kind: SourceKind.File } source } when request.From is not null || request.To is not null =>
            $"source '{source.Name}' is files, which are read whole: leave --from and --to out",
        { Files.Count: 0 } when hasFormat => "--format says how files are written; a source has its own, and the store needs none: leave it out",
        { From: { } from, To: { } to } when from >= to => $"nothing lies between --from and --to: {Moments.Between(from, to).Trim()}",
        { IsFromStore: true } when store is StoreLocation.None => "--store none holds no calls to replay; name the store that does",
        { Compare: { } compare } when store is StoreLocation.None => $"--compare {compare} needs the store that holds that run; leave --store none out",
        { IsFromStore: false, Baseline: RunBaseline.Recorded } =>
            "--baseline recorded needs a run in the store, which recorded what it had learned: --run RUN (`engine runs` lists them); with other inputs choose relearn or hindsight",
        { Baseline: RunBaseline.Hindsight } when request.Files.Concat(request.Source?.Paths ?? []).Contains(SourceOptions.StandardInput) =>
            "--baseline hindsight reads its input twice, and standard input can be read once; write it to a file first",
        _ => null,
    };

    private static SourceOptions Named(string name, EngineOptions options) => options.Sources.FirstOrDefault(source => source.Name == name)
        ?? throw new UserError(
            options.Sources.Count == 0
                ? $"no source is configured, so none is named '{Printable.Text(name)}'; name a configuration with -c"
                : $"no source is named '{Printable.Text(name)}'{Nearest.HintOrKnown(name, [.. options.Sources.Select(source => source.Name)])}",
            isUsage: true);
}
