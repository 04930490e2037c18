using System.CommandLine;
using System.Globalization;
using Engine.App.Configuration;
using Engine.App.Configuration.Binding;
using Engine.App.Terminal;
using Engine.Schemas;
using Engine.Sinks.Kafka.Topics;
using Spectre.Console;

namespace Engine.App.Commands;

/// <summary><c>engine topics</c>: compares the topics that the configuration needs with those of the cluster, and creates what is missing.</summary>
internal static class TopicsCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Compare only. The default." };
        var create = new Option<bool>("--create") { Description = "Create what is missing. Nothing that is there is changed." };
        var json = new Option<bool>("--json") { Description = "Print the comparison as one JSON document." };
        var command = new Command("topics", "Check the Kafka topics that the engine needs, or create them") { check, create, json };
        var configuration = new ConfigurationArguments(command);
        command.SetAction(async invocation =>
        {
            if (invocation.GetValue(check) && invocation.GetValue(create))
                throw new UserError("--check and --create exclude each other; write one of them", isUsage: true);
            var clusters = ClustersOf(configuration.Load(invocation).OptionsWithSecrets());
            if (clusters.Count == 0)
                throw new UserError("the configuration names no Kafka; set kafka.bootstrap_servers, or a source of kind kafka", isUsage: true);
            var reports = new List<(string Servers, TopicReport Report)>();
            foreach (var (connection, patience, topics) in clusters)
            {
                using var cluster = new TopicAdministration(connection, patience);
                var found = await cluster.CheckAsync(topics);
                reports.AddRange((invocation.GetValue(create) ? await cluster.CreateAsync(found) : found).Select(report => (connection.BootstrapServers, report)));
            }

            var screen = Screen.Of(invocation);
            if (invocation.GetValue(json))
                screen.Output.WriteLine(Json.Of(new { topics = reports.Select(one => Describe(one.Servers, one.Report)) }));
            else
                Print(screen, reports);
            return reports.Any(one => one.Report.Problems.Count > 0) ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The clusters that the configuration names, how long each may take to answer, and what is needed there.</summary>
    private static IReadOnlyList<(KafkaConnection Connection, TimeSpan Patience, IReadOnlyList<TopicSpec> Topics)> ClustersOf(EngineOptions options) =>
    [
        .. options.Kafka is { } sink ? [(sink, sink.ConnectTimeout, TopicPlan.Of(sink))] : Array.Empty<(KafkaConnection, TimeSpan, IReadOnlyList<TopicSpec>)>(),
        .. options.Sources.Where(source => source.Kind == SourceKind.Kafka).Select(source => ((KafkaConnection)source.Kafka!, source.Kafka!.StartTimeout, TopicsOf(source))),
    ];

    /// <summary>Patterns name no topic that has to be there.</summary>
    private static IReadOnlyList<TopicSpec> TopicsOf(SourceOptions source) =>
        [.. source.Kafka!.Topics.Where(topic => !topic.StartsWith('^')).Select(topic => new TopicSpec(topic, $"source {source.Name}") { IsOurs = false })];

    private static object Describe(string servers, TopicReport report) => new
    {
        servers,
        report.Spec.Name,
        report.Spec.Purpose,
        required = report.Spec.IsRequired,
        exists = report.State is not null,
        report.State?.Partitions,
        report.State?.Replicas,
        report.State?.CleanupPolicy,
        retention = Age(report.State?.Retention),
        report.State?.RecordBytes,
        report.Problems,
    };

    private static void Print(Screen screen, IReadOnlyList<(string Servers, TopicReport Report)> reports)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("cluster", "topic", "holds", "partitions", "replicas", "cleanup", "kept", "state");
        foreach (var (servers, (spec, state, problems)) in reports)
        {
            table.AddRow(
                Printable.InMarkup(servers), Printable.InMarkup(spec.Name), Printable.InMarkup(spec.Purpose), Number(state?.Partitions), Number(state?.Replicas),
                Printable.InMarkup(state?.CleanupPolicy ?? "–"), Printable.InMarkup(Age(state?.Retention) ?? "–"),
                problems.Count > 0 ? $"[red]{Printable.InMarkup(string.Join("; ", problems))}[/]" : state is null ? "[grey]not needed so far[/]" : "[green]good[/]");
        }

        screen.Data.Write(table);
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string? Age(TimeSpan? age) => age == TimeSpan.MaxValue ? "for ever" : age is { } finite ? Duration.Format(finite) : null;
}
