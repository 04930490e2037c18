using System.Globalization;
using Engine.App.Checkpoints;
using Engine.Ingest.Sources;

namespace Engine.App.Runs;

/// <summary>How a run that has lost its state gets it back: what it took in before is read once more, and only then what is new.</summary>
/// <param name="open">Opens what was taken in; where the range is not known, sources may know it themselves.</param>
/// <param name="lost">What is known of the run before; null: nothing.</param>
/// <param name="lookBack">How far state reaches back.</param>
/// <param name="progress">Counts what is read.</param>
/// <param name="say">Tells the person.</param>
internal sealed class ReadBack(Func<ReadBackRange?, TimeSpan, InputSource> open, LostRun? lost, TimeSpan lookBack, ReadProgress progress, Action<string> say)
{
    /// <summary>True: there are checkpoints, and none of them can be read.</summary>
    public bool AreUnreadable { get; init; }

    /// <param name="live">Behind everything that was taken in.</param>
    public InputSource Before(InputSource live)
    {
        if (lost?.Range is not null)
        {
            say($"no checkpoint of run {lost.Run} can be read: what it read {Since(lost)} is read back to rebuild what was known; "
                + "what it led to was told before and is not told again");
        }
        else if (AreUnreadable)
        {
            say("no checkpoint can be read, and nothing here says how far the input was read: files are read from their start; what is read twice is stored once");
        }

        return live.After(open(lost?.Range, lookBack), Ended);
    }

    private static string Since(LostRun lost) => lost.Begin is { } begin
        ? string.Create(CultureInfo.InvariantCulture, $"since {begin.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, {(lost.End.At - begin.At).TotalHours:0.#} h,")
        : "from the start of the input";

    private void Ended()
    {
        if (progress.Records > 0)
            say(string.Create(CultureInfo.InvariantCulture, $"{progress.Records:N0} records are read back; going on behind them"));
    }
}
