using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine.Schemas;
using Engine.Sinks.Enforcement;

namespace Engine.App.Commands;

/// <summary><c>engine unblock</c>: takes blocks back at once, and keeps them from coming back.</summary>
internal static class UnblockCommand
{
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
            CustomParser = result => Length(result.Tokens[0].Value) ?? Bad(result),
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

    /// <summary>A whole number and its unit, at most 10,000 days; null: no such length.</summary>
    private static TimeSpan? Length(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = text[digits..] switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "min" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= TimeSpan.FromDays(10_000) / unit ? unit * number : null;
    }

    /// <summary>Somebody else's text for a terminal: control characters escaped, so that it can neither move the cursor nor hide.</summary>
    private static string Plain(string text) => JsonEncodedText.Encode(text).ToString();

    private static TimeSpan? Bad(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is no length of time; write for example 90s, 30min, 2h or 1d");
        return null;
    }

    private static void Print(UnblockRequest request, UnblockReport report, TextWriter output)
    {
        foreach (var point in report.Points)
        {
            foreach (var removal in point.Removed)
                output.WriteLine($"{point.Name}: removed {removal.Kind} {Plain(removal.Target)} (verdict {removal.Verdict})");
            foreach (var held in point.HeldByOthers)
                output.WriteLine($"{point.Name}: still there, entered by somebody else: {Plain(held)}");
            if (point.Failure is not null)
                output.WriteLine($"{point.Name}: failed: {point.Failure}");
            else if (point.Removed.Count == 0 && point.HeldByOthers.Count == 0 && !request.Resume)
                output.WriteLine($"{point.Name}: nothing to remove{(point.Mode == EnforcementMode.DryRun ? " (dry-run: it never blocks)" : "")}");
        }

        if (report.UnblockedUntil is { } until)
            output.WriteLine($"{Plain(request.Target!)} stays unblocked until {Time(until)}{(request.For is null ? ", unless a verdict asks for a stronger action" : "")}");
        else if (request.Target is not null)
            output.WriteLine($"no verdict in force asks to block {Plain(request.Target)}");
        if (report.HeldUntil is { } hold)
            output.WriteLine($"no new blocks until {Time(hold)}; 'engine unblock --resume' lifts this");
        if (request.Resume)
            output.WriteLine("verdicts are obeyed again");
        if (report.Warning is not null)
            output.WriteLine($"warning: {report.Warning}");
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
