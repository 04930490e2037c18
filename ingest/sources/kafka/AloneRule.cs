namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// Judges whether another member consumes as the same group: then partitions are missing, and stay missing. A dead engine's membership ends
/// by itself, so they are waited for. Who had all waits twice as long: the newcomer is to go.
/// </summary>
/// <param name="grace">How long a newcomer waits.</param>
/// <param name="time">Measures it.</param>
internal sealed class AloneRule(TimeSpan grace, TimeProvider time)
{
    private long? _since;
    private bool _wasComplete;

    /// <param name="ours">Partitions assigned to this member.</param>
    /// <param name="all">Partitions of all topics.</param>
    /// <returns>True: somebody else has the others.</returns>
    public bool IsBroken(int ours, int all)
    {
        if (ours >= all)
        {
            _since = null;
            _wasComplete = true;
            return false;
        }

        _since ??= time.GetTimestamp();
        return time.GetElapsedTime(_since.Value) > (_wasComplete ? 2 * grace : grace);
    }

    /// <summary>No broker answers: nobody knows who has what.</summary>
    public void StopWaiting() => _since = null;
}
