using Engine.Detection;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>
/// Actors of mixed activity and what they do: a tenth calls up to four times, one in a hundred is heavy, the rest makes 5 to 30 calls on 3 to
/// 8 endpoints; then all of them go on for hours.
/// </summary>
internal sealed class Population(int actors)
{
    public const int BatchSize = 256;

    private const int Cohort = 20_000;

    /// <summary>Event time in which all of them come once: every session is open and every window is current.</summary>
    private const double Arrival = 3000;

    /// <summary>Event time in which each calls four times more.</summary>
    private const double Stay = 3 * 3600;

    private readonly SyntheticCalls _calls = new();
    private readonly Actor[] _known = new Actor[actors];
    private double _seconds;

    /// <summary>Everyone once.</summary>
    public void Arrive(DetectionEngine engine, Action<int> progress)
    {
        for (var first = 0; first < actors; first += Cohort)
        {
            var last = Math.Min(actors, first + Cohort);
            var turns = Turns(first, last);
            var step = Arrival * Cohort / actors / turns.Count;
            for (var at = 0; at < turns.Count; at += BatchSize)
            {
                var batch = new EnrichedEvent[Math.Min(BatchSize, turns.Count - at)];
                for (var i = 0; i < batch.Length; i++)
                    batch[i] = Call(turns[at + i], step);
                engine.Process(batch);
            }

            progress(last);
        }
    }

    /// <summary>The next calls of those who came: windows roll, sessions end and begin, baselines are learned.</summary>
    public EnrichedEvent[] Next()
    {
        var batch = new EnrichedEvent[BatchSize];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = Call(_calls.Next(actors), Stay / 4 / actors);
        return batch;
    }

    private EnrichedEvent Call(int number, double step) =>
        _calls.Call(_known[number], number, 3 + (number % 6), IsHeavy(number) ? 400 : 3, _seconds += step);

    private List<int> Turns(int first, int last)
    {
        var turns = new List<int>();
        for (var number = first; number < last; number++)
        {
            _known[number] = SyntheticCalls.Actor(number);
            for (var i = CallsOf(number); i > 0; i--)
                turns.Add(number);
        }

        for (var i = turns.Count - 1; i > 0; i--)
        {
            var other = _calls.Next(i + 1);
            (turns[i], turns[other]) = (turns[other], turns[i]);
        }

        return turns;
    }

    private int CallsOf(int number) => IsHeavy(number) ? 500 : number % 10 == 3 ? 1 + _calls.Next(4) : 5 + _calls.Next(26);

    private static bool IsHeavy(int number) => number % 100 == 17;
}
