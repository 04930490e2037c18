using System.CommandLine;
using System.Globalization;
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
            var kafka = configuration.Load(invocation).OptionsWithSecrets().Kafka
                ?? throw new UserError("the configuration names no Kafka; set kafka.bootstrap_servers", isUsage: true);
            using var cluster = new TopicAdministration(kafka, kafka.ConnectTimeout);
            var reports = await cluster.CheckAsync(TopicPlan.Of(kafka));
            if (invocation.GetValue(create))
                reports = await cluster.CreateAsync(reports);
            var screen = Screen.Of(invocation);
            if (invocation.GetValue(json))
                screen.Output.WriteLine(Json.Of(new { servers = kafka.BootstrapServers, topics = reports.Select(Describe) }));
            else
                Print(screen, reports);
            return reports.Any(report => report.Problems.Count > 0) ? ExitCode.Failure : ExitCode.Ok;
        });
        return command;
    }

    private static object Describe(TopicReport report) => new
    {
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

    private static void Print(Screen screen, IReadOnlyList<TopicReport> reports)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("topic", "holds", "partitions", "replicas", "cleanup", "kept", "state");
        foreach (var (spec, state, problems) in reports)
        {
            table.AddRow(
                Printable.InMarkup(spec.Name), Printable.InMarkup(spec.Purpose), Number(state?.Partitions), Number(state?.Replicas),
                Printable.InMarkup(state?.CleanupPolicy ?? "–"), Printable.InMarkup(Age(state?.Retention) ?? "–"),
                problems.Count > 0 ? $"[red]{Printable.InMarkup(string.Join("; ", problems))}[/]" : state is null ? "[grey]not needed so far[/]" : "[green]good[/]");
        }

        screen.Data.Write(table);
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "–";

    private static string? Age(TimeSpan? age) => age == TimeSpan.MaxValue ? "for ever" : age is { } finite ? Duration.Format(finite) : null;
}
