using System.CommandLine;
using Engine.Ingest.Formats;

namespace Engine.App.Commands;

/// <summary>The root command: one line for each command, in the order in which a new user needs them.</summary>
internal static class EngineCommand
{
    public static RootCommand Create() => new("Engine finds API abuse in your traffic, explains it with numbers, and blocks it.")
    {
        DemoCommand.Create(),
        RunCommand.Create(),
        ReplayCommand.Create(),
        RunsCommand.Create(),
        VerdictsCommand.Create(),
        TimelineCommand.Create(),
        SqlCommand.Create(),
        UnblockCommand.Create(EnforcementSource.Create(), TimeProvider.System),
        SimulateCommand.Create(),
        ValidateCommand.Create(),
        TopicsCommand.Create(),
        FormatsCommand.Create(() => Catalogues.Formats, FormatCatalog.Envelopes),
        DetectorsCommand.Create(() => Catalogues.Detectors),
        PointsCommand.Create(EnforcementSource.Create(), TimeProvider.System),
        ClickhouseCommand.Create(),
        BenchCommand.Create(),
    };
}
