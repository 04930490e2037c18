using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// The one thread that speaks to Kafka for a source. It outlives the stream until it is closed, so that what the stream acknowledges at
/// its end is still committed.
/// </summary>
internal sealed class ConsumerThread(string name, IKafkaReading reading) : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _starts;

    public HandOver Output { get; } = new();

    /// <param name="available">See <see cref="HandOver.Open"/>.</param>
    /// <exception cref="InvalidOperationException">It runs already: a source is one consumer and can be run once.</exception>
    public void Start(Action available)
    {
        if (Interlocked.Increment(ref _starts) > 1)
            throw new InvalidOperationException($"source '{name}' runs already; open another one");
        Output.Open(available);
        new Thread(Run) { IsBackground = true, Name = $"kafka {name}" }.Start();
    }

    /// <summary>Commits what is acknowledged and leaves the group. Ends when that is done.</summary>
    public ValueTask DisposeAsync()
    {
        _closing.Cancel();
        return Volatile.Read(ref _starts) == 0 ? ValueTask.CompletedTask : new ValueTask(_ended.Task);
    }

    private void Run()
    {
        Exception? failure = null;
        try
        {
            reading.Run(Output, _closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed while it waited for something.
        }
        catch (Exception ended)
        {
            // The boundary of the thread: the stream gets the reason, whatever it is.
            failure = ended is Confluent.Kafka.KafkaException kafka
                ? new UserError($"source '{name}': Kafka ends the reading ({UserError.Why(kafka)}); look at the brokers and start again", cause: kafka)
                : ended;
        }

        Output.Complete(failure);
        _ended.SetResult();
    }
}
