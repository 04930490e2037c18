using System.CommandLine;
using System.Text.Json;
using Engine.Sinks.Enforcement;

namespace Engine.App.Commands;

/// <summary><c>engine points</c>: the kinds of enforcement points there are, or, with a configuration, how the configured ones are.</summary>
internal static class PointsCommand
{
    public static Command Create(IEnforcementSource source, TimeProvider time)
    {
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var command = new Command("points", "List what the engine can block with; with a configuration, ask the configured points how they are.") { json };
        foreach (var option in source.Options)
            command.Options.Add(option);
        command.SetAction(async (line, cancel) =>
        {
            var output = line.InvocationConfiguration.Output;
            var options = source.Load(line);
            var states = new List<PointState>();
            foreach (var point in options?.Points ?? [])
                states.Add(await PointState.AskAsync(point, options!.Mode, time, cancel));
            var kinds = PointCatalog.All.Select(kind => kind.Info).ToList();
            if (line.GetValue(json))
                await output.WriteLineAsync(JsonSerializer.Serialize(new { kinds, points = states }, EnforcementJson.Options));
            else
                Print(kinds, states, output);
            return states.Any(state => !state.IsReachable) ? 1 : 0;
        });
        return command;
    }

    private static void Print(IReadOnlyList<PointInfo> kinds, IReadOnlyList<PointState> states, TextWriter output)
    {
        foreach (var kind in kinds)
        {
            var defaults = new PointOptions { Kind = kind.Kind };
            output.WriteLine($"{kind.Kind}  {kind.Title}");
            output.WriteLine($"  acts on      {string.Join(", ", kind.Targets.Select(Target.NameOf))}");
            output.WriteLine($"  takes        {kind.ChangesPerSecond} changes per second; a change bites within {kind.Delay.TotalMilliseconds:0} ms");
            output.WriteLine($"  defaults     mode dry-run, actions {string.Join(", ", defaults.Actions).ToLowerInvariant()}, owner {defaults.Owner}, timeout {defaults.Timeout.TotalSeconds:0.###}s");
            output.WriteLine($"  defined by   {kind.Definition}");
        }

        foreach (var state in states)
        {
            output.WriteLine($"{state.Name}  {state.Kind}, {(state.Mode == EnforcementMode.DryRun ? "dry-run" : "enforce")}");
            output.WriteLine(state.IsReachable
                ? $"  reachable, {state.Ours} entries of ours, {state.Others} of others"
                : $"  not reachable: {state.Failure}");
        }
    }
}
