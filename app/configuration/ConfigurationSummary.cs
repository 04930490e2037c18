using System.Globalization;
using Engine.App.Configuration.Binding;
using Engine.Sinks.Enforcement;

namespace Engine.App.Configuration;

/// <summary>What a configuration would do, in a few lines for a person.</summary>
internal static class ConfigurationSummary
{
    /// <returns>What, and how; a room adds its own line.</returns>
    public static IEnumerable<(string What, string How)> Of(EngineOptions options)
    {
        foreach (var source in options.Sources)
            yield return ($"source {source.Name}", $"{string.Join(", ", Origins(source))} as {source.FormatNames}, {source.Environment}{(source.Follow ? ", followed" : "")}");
        if (options.Sources.Count == 0) yield return ("sources", "none: `engine run` has nothing to read; `engine replay FILE` needs none");

        var engine = options.Engine;
        var lanes = engine.Lanes?.ToString(CultureInfo.InvariantCulture) ?? "one for each processor";
        yield return ("lanes", $"{lanes}, up to {ByteSize.Format(engine.Memory)} of actors' state");
        yield return ("time", $"{Duration.Format(engine.OrderSlack)} out of order, late after {Duration.Format(engine.AllowedLateness)}");
        yield return ("store", Store(options.Store));
        foreach (var point in options.Enforcement.Points)
            yield return ($"point {point.Name}", $"{point.Kind}, {Mode(point.Mode ?? options.Enforcement.Mode)}, on {string.Join(", ", point.Actions).ToLowerInvariant()}");
        if (options.Enforcement.Points.Count == 0) yield return ("enforcement", "no points: verdicts are stored and block nothing");
        if (options.Verdicts.File is { } file) yield return ("verdicts", $"JSON lines in {file}");
        if (options.Kafka is { } kafka) yield return ("kafka", $"{kafka.VerdictTopic} and {kafka.DeadLetterTopic} at {kafka.BootstrapServers}");
    }

    /// <summary>How far a point goes, for a person.</summary>
    public static string Mode(EnforcementMode mode) => mode == EnforcementMode.Enforce ? "enforce" : "dry-run: says what it would block, blocks nothing";

    private static IEnumerable<string> Origins(SourceOptions source) => source.Kind switch
    {
        SourceKind.File => source.Paths,
        SourceKind.Kafka => source.Kafka!.Topics,
        _ => ReceiverRules.AddressesOf(source).Select(address => $"{address.Protocol} at {address.Text}"),
    };

    private static string Store(StoreOptions store) => store switch
    {
        { Location: StoreOptions.Nowhere } => "none: nothing is kept",
        { IsServer: true } => $"ClickHouse server {store.Location}, database {store.Database}, events for {Duration.Format(store.Retention)}",
        _ => $"ClickHouse embedded in {store.Location ?? "the data directory"}, database {store.Database}, events for {Duration.Format(store.Retention)}",
    };
}
