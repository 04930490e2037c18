using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Engine.App.Configuration.Binding;
using Engine.App.Terminal;
using Engine.Schemas;
using Engine.Sinks.Enforcement;

namespace Engine.App.Commands;

/// <summary><c>engine unblock</c>: takes blocks back at once, and keeps them from coming back.</summary>
internal static class UnblockCommand
{
    /// <summary>Beyond it nobody remembers the exception.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public static Command Create(IEnforcementSource source, TimeProvider time)
    {
        var target = new Argument<string?>("target")
        {
            Description = "Address, network, user, keyed hash, or the id of a verdict (all its targets).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "Kill switch: every block of the engine, and no new ones for a while (--for, default hold_after_unblock_all)." };
        var resume = new Option<bool>("--resume") { Description = "Take back earlier unblocks and the hold of --all." };
        var point = new Option<string?>("--point") { Description = "Only at this enforcement point." };
        var length = new Option<TimeSpan?>("--for")
        {
            Description = "How long it stays unblocked whatever any verdict says: 90s, 30min, 2h, 1d. Without it: until a verdict changes.",
            CustomParser = Length,
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("unblock", "Take blocks back at once, whether the engine is running or not.") { target, all, resume, point, length, json };
        foreach (var option in source.Options)
            command.Options.Add(option);
        command.SetAction(async (line, cancel) =>
        {
            var request = new UnblockRequest
            {
                All = line.GetValue(all),
                Target = line.GetValue(target),
                Point = line.GetValue(point),
                For = line.GetValue(length),
                Resume = line.GetValue(resume),
            };
            if ((request.All ? 1 : 0) + (request.Resume ? 1 : 0) + (request.Target is null ? 0 : 1) != 1)
                throw new UserError("engine unblock needs one of TARGET, --all and --resume; for example: engine unblock 203.0.113.7", isUsage: true);
            var report = await Unblocking.RunAsync(
                source.Load(line) ?? new EnforcementOptions(), source.StateDirectory(line), request, time, new MessageLog(line.InvocationConfiguration.Error), cancel);
            var output = line.InvocationConfiguration.Output;
            if (line.GetValue(json))
                await output.WriteLineAsync(JsonSerializer.Serialize(report, EnforcementJson.Options));
            else
                Print(request, report, output);
            return report.IsDone ? 0 : 1;
        });
        return command;
    }

    private static TimeSpan? Length(ArgumentResult result)
    {
        var length = Duration.Parse(result.Tokens[0].Value);
        if (length.Refusal is not null || (TimeSpan)length.Value! > Longest)
            result.AddError($"--for: {length.Refusal ?? $"'{result.Tokens[0].Value}' is longer than {Duration.Format(Longest)}"}");
        return (TimeSpan?)length.Value;
    }

    private static void Print(UnblockRequest request, UnblockReport report, TextWriter output)
    {
        foreach (var point in report.Points)
        {
            foreach (var removal in point.Removed)
                output.WriteLine($"{point.Name}: removed {removal.Kind} {Printable.Text(removal.Target)} (verdict {removal.Verdict})");
            foreach (var held in point.HeldByOthers)
                output.WriteLine($"{point.Name}: still there, entered by somebody else: {Printable.Text(held)}");
            if (point.Failure is not null)
                output.WriteLine($"{point.Name}: failed: {point.Failure}");
            else if (point.Removed.Count == 0 && point.HeldByOthers.Count == 0 && !request.Resume)
                output.WriteLine($"{point.Name}: nothing to remove{(point.Mode == EnforcementMode.DryRun ? " (dry-run: it never blocks)" : "")}");
        }

        if (report.UnblockedUntil is { } until)
            output.WriteLine($"{Printable.Text(request.Target!)} stays unblocked until {Time(until)}{(request.For is null ? ", unless a verdict asks for a stronger action" : "")}");
        else if (request.Target is not null)
            output.WriteLine($"no verdict in force asks to block {Printable.Text(request.Target)}");
        if (report.HeldUntil is { } hold)
            output.WriteLine($"no new blocks until {Time(hold)}; 'engine unblock --resume' lifts this");
        if (request.Resume)
            output.WriteLine("verdicts are obeyed again");
        if (report.Warning is not null)
            output.WriteLine($"warning: {report.Warning}");
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
