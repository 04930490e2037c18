using Engine.Schemas;

namespace Engine.App.Runs;

/// <summary>Keeps the store told how a run stands: when it begins, once in a while, and how it ends.</summary>
/// <param name="record">Takes a state of the run; may be called beside the sinks' writes.</param>
/// <param name="describe">The run as it stands now.</param>
/// <param name="time">Clock of "once in a while".</param>
internal sealed class RunRecorder(Func<RunRecord, Task> record, Func<RunState, RunRecord> describe, TimeProvider time) : IAsyncDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private ITimer? _timer;
    private Task _again = Task.CompletedTask;

    public async Task BeginAsync()
    {
        await record(describe(RunState.Running));
        _timer = time.CreateTimer(_ => Again(), null, Every, Every);
    }

    /// <summary>Nothing is recorded after it.</summary>
    public async Task EndAsync(RunState state)
    {
        await DisposeAsync();
        await record(describe(state));
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        await _again;
    }

    private void Again()
    {
        // A store that is slow for a minute gets no second one to wait for.
        if (_again.IsCompleted)
            _again = RecordAsync();
    }

    private async Task RecordAsync()
    {
        try
        {
            await record(describe(RunState.Running));
        }
        catch (Exception)
        {
            // The store failed: the stream ends with that reason, which is told there.
        }
    }
}
