using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Delivery;

/// <summary>
/// Writes each batch to several sinks at once and returns when every mandatory one has it and every optional one has it, failed, or has
/// used up its patience. While an optional sink is still busy with an older batch, newer ones pass it by, counted:
/// a gateway that hangs must not stop detection. A flush may run beside a write, as <see cref="ISink.FlushAsync"/> allows.
/// </summary>
/// <param name="branches">The sinks; one write at a time and one flush at a time reach each.</param>
/// <param name="patience">Longest time an optional sink can hold up a batch.</param>
/// <param name="time">Clock of the patience.</param>
/// <param name="log">Where failures of optional sinks are told, once per failure in a row.</param>
public sealed partial class FanOut(IReadOnlyList<Branch> branches, TimeSpan patience, TimeProvider time, ILogger<FanOut> log) : ISink
{
    private readonly Task?[] _writing = new Task?[branches.Count];
    private readonly Task?[] _flushing = new Task?[branches.Count];
    private readonly string?[] _failing = new string?[branches.Count];
    private readonly long[] _missed = new long[branches.Count];

    public string Name => "fan-out";

    /// <summary>Batches that an optional sink did not take, by its name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Missed =>
        [.. branches.Select((branch, index) => KeyValuePair.Create(branch.Sink.Name, Interlocked.Read(ref _missed[index]))).Where(one => one.Value > 0)];

    public ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel) => ToAllAsync(sink => sink.WriteAsync(batch, cancel), _writing, cancel);

    public ValueTask FlushAsync(CancellationToken cancel) => ToAllAsync(sink => sink.FlushAsync(cancel), _flushing, cancel);

    public async ValueTask DisposeAsync()
    {
        List<Exception>? failures = null;
        foreach (var branch in branches)
        {
            try
            {
                await branch.Sink.DisposeAsync();
            }
            catch (Exception e) when (!branch.IsMandatory)
            {
                Failing(branch.Sink.Name, e.Message);
            }
            catch (Exception e)
            {
                // The others are closed all the same: each may hold data of its own.
                (failures ??= []).Add(new SinkFailure(branch.Sink.Name, e));
            }
        }

        if (failures is not null)
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);
    }

    private async ValueTask ToAllAsync(Func<ISink, ValueTask> write, Task?[] busy, CancellationToken cancel)
    {
        var waits = new Task[branches.Count];
        for (var index = 0; index < branches.Count; index++)
            waits[index] = branches[index].IsMandatory ? MandatoryAsync(branches[index].Sink, write) : OptionalAsync(index, write, busy, cancel);
        // All are awaited even when one has failed: nobody may go on writing behind a stopped engine's back.
        await Task.WhenAll(waits);
    }

    private static async Task MandatoryAsync(ISink sink, Func<ISink, ValueTask> write)
    {
        try
        {
            await write(sink);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new SinkFailure(sink.Name, e);
        }
    }

    private async Task OptionalAsync(int index, Func<ISink, ValueTask> write, Task?[] busy, CancellationToken cancel)
    {
        if (busy[index] is { IsCompleted: false })
        {
            Miss(index, $"it is still busy with an older batch after {patience.TotalSeconds:0.###} s");
            return;
        }

        var writing = OneAsync(index, write, cancel);
        busy[index] = writing;
        try
        {
            await writing.WaitAsync(patience, time, cancel);
        }
        catch (TimeoutException)
        {
            // It goes on alone; the batches after this one pass it by until it is done.
        }
    }

    private async Task OneAsync(int index, Func<ISink, ValueTask> write, CancellationToken cancel)
    {
        try
        {
            await write(branches[index].Sink);
            _failing[index] = null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            Miss(index, e.Message);
        }
    }

    private void Miss(int index, string why)
    {
        Interlocked.Increment(ref _missed[index]);
        if (_failing[index] == why)
            return;
        _failing[index] = why;
        Failing(branches[index].Sink.Name, why);
    }

    [LoggerMessage(3001, LogLevel.Error, "optional sink {Sink} did not take a batch ({Why}); detection goes on without it")]
    private partial void Failing(string sink, string why);
}
