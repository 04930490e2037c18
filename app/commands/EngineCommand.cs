using System.CommandLine;

namespace Engine.App.Commands;

/// <summary>The root command: one line for each command, in the order in which a new user needs them.</summary>
internal static class EngineCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Engine finds API abuse in your traffic, explains it with numbers, and blocks it.");
        root.Add(VerdictsCommand.Create());
        root.Add(TimelineCommand.Create());
        root.Add(SqlCommand.Create());
        root.Add(ClickhouseCommand.Create());
        return root;
    }
}
