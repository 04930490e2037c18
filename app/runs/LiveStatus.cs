using System.Globalization;

namespace Engine.App.Runs;

/// <summary>Says once a minute how a live run goes; nothing while nothing comes.</summary>
/// <param name="counters">What it does.</param>
/// <param name="health">How it stands.</param>
/// <param name="say">Prints one line.</param>
internal sealed class LiveStatus(RunCounters counters, RunHealth health, Action<string> say)
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private (long Calls, long Signals) _said = (counters.Calls, counters.Signals);

    public static ITimer Start(RunCounters counters, RunHealth health, Action<string> say, TimeProvider time)
    {
        var status = new LiveStatus(counters, health, say);
        return time.CreateTimer(_ => status.Say(), null, Every, Every);
    }

    private void Say()
    {
        var (calls, signals) = (counters.Calls - _said.Calls, counters.Signals - _said.Signals);
        _said = (counters.Calls, counters.Signals);
        if (calls == 0)
            return;
        say(string.Create(CultureInfo.InvariantCulture, $"{calls:N0} calls and {signals:N0} signals in the last minute"));
        foreach (var line in health.Lines)
            say(line);
    }
}
