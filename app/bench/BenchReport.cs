using System.Globalization;
using Engine.App.Configuration;
using Engine.App.Configuration.Binding;
using Engine.App.Configuration.Reading;
using Engine.App.Runs;
using Engine.App.Simulation;
using Engine.App.Simulation.Formats;
using Engine.Ingest.Formats;
using Engine.Sinks.ClickHouse.Store;
using Spectre.Console;

namespace Engine.App.Bench;

/// <summary>Measures what the budgets are about, each figure beside the yardstick that was measured in the same run.</summary>
internal sealed class BenchReport(int lines, int rounds, IAnsiConsole screen)
{
    private const int MostCoreLines = 300_000;

    private static readonly Lazy<FormatCatalog> s_formats = new(Read);
    private readonly List<BenchLine> _report = [];

    private int CoreLines => lines == 0 ? MostCoreLines : Math.Min(lines, MostCoreLines);

    public IReadOnlyList<BenchLine> Lines => _report;

    /// <summary>Bytes → verdicts on one core, against the tokenise rate of the same lines.</summary>
    public void Core()
    {
        screen.WriteLine("1. one core, no streams, no sinks: JSON lines of about 450 bytes, then combined lines");
        var json = new CoreBench(s_formats.Value["shop-json"], LogLines.Of("json", CoreLines));
        var tokenise = json.Tokenise(rounds);
        Add("JSON line: tokenise only (Utf8JsonReader), this machine's yardstick", tokenise);
        Add("JSON line: parse", json.Parse(rounds));
        Add("JSON line: parse, identity, endpoint", json.Enrich(rounds));
        var all = json.Detect(rounds);
        Add("JSON line: bytes to verdicts, all detectors", all);
        Ratio("  share of the tokenise rate", all.PerSecond / tokenise.PerSecond, 1.0 / 8, "≥ 1/8");
        Ratio("  allocated per call (bytes)", all.BytesEach, 1229, "≤ 1.2 KiB", isMost: true);

        var combined = new CoreBench(s_formats.Value[Combined.Name], LogLines.Of("combined", CoreLines));
        Add("combined line: parse", combined.Parse(rounds));
        Add("combined line: parse, identity, endpoint", combined.Enrich(rounds));
        Add("combined line: bytes to verdicts, all detectors", combined.Detect(rounds));
    }

    /// <summary>Bytes → calls on one core, for every format that can be simulated, against the tokenise rate of the same lines.</summary>
    public void Formats()
    {
        screen.WriteLine("2. one core, parsing alone: every format beside the tokenise rate of its own lines");
        foreach (var writer in WriterCatalog.All)
            Format(writer);
    }

    /// <summary>The same for one of them.</summary>
    public void Format(WriterInfo writer)
    {
        var format = s_formats.Value[writer.ReadAs];
        var records = LogLines.Of(writer.Name, Math.Min(CoreLines, 100_000), format.Info.IsBinary);
        var bench = new CoreBench(format, records);
        var (tokenise, parse) = (bench.Tokenise(rounds), bench.Parse(rounds));
        Add($"{format.Info.Name}: parse, {records.Average(record => record.Bytes.Length):N0} bytes a record", parse);
        if (format.Info.IsBinary)
            return;
        Add($"{format.Info.Name}: tokenise only", tokenise);
        if (format.Info.IsJson)
            Ratio("  share of the tokenise rate", parse.PerSecond / tokenise.PerSecond, 1.0 / 3, "≥ 1/3");
        else
            Ratio("  million lines a second", parse.PerSecond / 1e6, 1, "≥ 1");
    }

    /// <summary>The whole process on a file, against goaccess; then with the store.</summary>
    public async Task GraphAsync(string directory, CancellationToken stop)
    {
        screen.WriteLine($"3. the whole process on {lines:N0} combined lines, and goaccess on the same file");
        var path = Path.Combine(directory, "bench.log");
        SimulationRun.Write(
            new SimulationOptions { Seed = 1, Users = Math.Max(100, lines / 90) }, WriterCatalog.Named("combined"), new TrafficFiles(path, null), screen, stop);

        // The first run pays for the compiler; the second is what a running engine does.
        var first = await GraphBench.RunAsync(path, new StoreLocation.None(), stop);
        var warm = await GraphBench.RunAsync(path, new StoreLocation.None(), stop);
        Rate("engine, no store: lines per CPU second, from a cold start", first);
        Rate("engine, no store: lines per CPU second, warm", warm);
        if (await Goaccess.RunAsync(path, stop) is { } seconds)
        {
            var rate = warm.Counters.Records / seconds;
            _report.Add(new BenchLine("goaccess (parses and counts only): lines per CPU second", Number(rate)));
            Ratio("  engine ÷ goaccess, warm", RateOf(warm) / rate, 3, "≥ 3");
            Ratio("  engine ÷ goaccess, cold", RateOf(first) / rate, 3, "≥ 3");
        }
        else
        {
            _report.Add(new BenchLine("goaccess", "not installed: make setup-bench"));
        }

        screen.WriteLine("4. the same with every call stored in the embedded ClickHouse");
        await GraphBench.RunAsync(path, new StoreLocation.Embedded(Path.Combine(directory, "first")), stop);
        var children = ChildProcesses.Processor;
        var stored = await GraphBench.RunAsync(path, new StoreLocation.Embedded(Path.Combine(directory, "store")), stop);
        Rate("engine with store: lines per CPU second of the engine's process, warm", stored);
        Ratio("  cost of the sink per stored call (µs, engine's process)", Each(stored.Processor - warm.Processor, stored), 2, "≤ 2", isMost: true);
        if (ChildProcesses.Processor - children is { } clickHouse)
            _report.Add(new BenchLine("  beside it: ClickHouse per stored call (µs)", Each(clickHouse, stored).ToString("0.0", CultureInfo.InvariantCulture)));
    }

    /// <summary>A million actors in memory, saved and restored.</summary>
    public void State(int actors, string directory, TextWriter progress)
    {
        screen.WriteLine($"5. state of {actors:N0} actors, its checkpoints and a restart");
        var state = StateBench.Run(actors, Path.Combine(directory, "checkpoints"), progress);
        var millions = Math.Max(1, state.Actors) / 1e6;
        Ratio("state: heap of the median actor (bytes)", state.MedianBytes, 3 * 1024, "≤ 3 KiB", isMost: true);
        Ratio("state: heap per million actors (GiB)", state.HeapBytes / millions / (1L << 30), 6, "≤ 6", isMost: true);
        Ratio("state: longest stop of a full collection (ms)", state.Pauses.LongestFull.TotalMilliseconds, 50, "≤ 50", isMost: true);
        _report.Add(new BenchLine("state: longest stop of any collection (ms)", Number(state.Pauses.Longest.TotalMilliseconds)));
        _report.Add(new BenchLine("state: detection alone, per call", string.Create(CultureInfo.InvariantCulture, $"{state.Call.Nanoseconds:N0} ns  {state.Call.Bytes:N0} B")));
        Ratio("checkpoint: pause, 99 of 100 (ms)", state.Saved.Pause99.TotalMilliseconds, 50, "≤ 50", isMost: true);
        _report.Add(new BenchLine("checkpoint: longest pause (ms)", Number(state.Saved.LongestPause.TotalMilliseconds)));
        Add("checkpoint: whole", state.Saved.Whole);
        Add("checkpoint: changes of 10 s at half load", state.Saved.Delta);
        _report.Add(new BenchLine("restart: state is back (CPU seconds)", Number(state.Saved.Restored.TotalSeconds)));
        Ratio("restart: caught up at half load (CPU seconds)", state.Saved.CaughtUp.TotalSeconds, 30, "≤ 30", isMost: true);
    }

    private static FormatCatalog Read()
    {
        var problems = new List<ConfigurationProblem>();
        var options = (EngineOptions)OptionsBinder.Bind(typeof(EngineOptions), YamlReader.Read("map", ReadingMap.Text, problems)).Options;
        return options.Catalog();
    }

    private static double RateOf(RunResult result) => result.Counters.Records / result.Processor.TotalSeconds;

    private static double Each(TimeSpan processor, RunResult run) => processor.TotalMicroseconds / run.Counters.Calls;

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private void Add(string what, Measure measure) => _report.Add(new BenchLine(
        what, string.Create(CultureInfo.InvariantCulture, $"{measure.PerSecond:N0}/s  {measure.Nanoseconds:N0} ns  {measure.BytesEach:N0} B")));

    private void Add(string what, CheckpointCost cost) => _report.Add(new BenchLine(
        what, string.Create(CultureInfo.InvariantCulture, $"{cost.Bytes >> 20:N0} MiB  {cost.Processor.TotalSeconds:0.0} CPU s")));

    private void Rate(string what, RunResult result) => _report.Add(new BenchLine(what, Number(RateOf(result))));

    private void Ratio(string what, double value, double limit, string budget, bool isMost = false) => _report.Add(new BenchLine(
        what, value.ToString("0.###", CultureInfo.InvariantCulture), budget, isMost ? value <= limit : value >= limit));
}
