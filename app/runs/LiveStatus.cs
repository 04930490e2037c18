using System.Globalization;

namespace Engine.App.Runs;

/// <summary>Says once a minute how a live run goes; nothing while nothing comes.</summary>
/// <param name="counters">What it does.</param>
/// <param name="health">How it stands.</param>
/// <param name="say">Prints one line.</param>
internal sealed class LiveStatus(RunCounters counters, RunHealth health, Action<string> say)
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private (long Calls, long Signals, long Refused) _said = (counters.Calls, counters.Signals, counters.Refused);

    public static ITimer Start(RunCounters counters, RunHealth health, Action<string> say, TimeProvider time)
    {
        var status = new LiveStatus(counters, health, say);
        return time.CreateTimer(_ => status.Say(), null, Every, Every);
    }

    private void Say()
    {
        var (calls, signals, refused) = (counters.Calls - _said.Calls, counters.Signals - _said.Signals, counters.Refused - _said.Refused);
        _said = (counters.Calls, counters.Signals, counters.Refused);
        if (calls == 0 && refused == 0)
            return;
        say(string.Create(CultureInfo.InvariantCulture, $"{calls:N0} calls and {signals:N0} signals in the last minute"));
        // A source with another format than it was given is refused whole: whoever looks on must not take that for silence.
        if (refused > 0)
            say(string.Create(CultureInfo.InvariantCulture, $"refused: {refused:N0} records in the last minute; dead_letters in the store tells why"));
        foreach (var line in health.Lines)
            say(line);
    }
}
