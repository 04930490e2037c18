using Engine.App.Runs;
using Engine.Schemas;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.App.Runs;

/// <summary>The store knows of a run from its first moment, hears of it once a minute, and how it ended last.</summary>
public sealed class RunRecorderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<RunState> _recorded = [];

    [Fact]
    public async Task A_run_is_recorded_at_its_start_once_a_minute_and_at_its_end()
    {
        await using var recorder = Recorder();

        await recorder.BeginAsync();
        _time.Advance(RunRecorder.Every);
        _time.Advance(RunRecorder.Every);
        await recorder.EndAsync(RunState.Finished);
        _time.Advance(RunRecorder.Every);

        Assert.Equal([RunState.Running, RunState.Running, RunState.Running, RunState.Finished], _recorded);
    }

    [Fact]
    public async Task One_record_at_a_time_waits_for_a_slow_store()
    {
        var slow = new TaskCompletionSource();
        await using var recorder = Recorder(() => _recorded.Count == 2 ? slow.Task : Task.CompletedTask);
        await recorder.BeginAsync();

        for (var minute = 0; minute < 5; minute++)
            _time.Advance(RunRecorder.Every);

        Assert.Equal(2, _recorded.Count);
        slow.SetResult();
    }

    [Fact]
    public async Task The_end_is_recorded_after_what_was_still_on_its_way()
    {
        var slow = new TaskCompletionSource();
        await using var recorder = Recorder(() => _recorded.Count == 2 ? slow.Task : Task.CompletedTask);
        await recorder.BeginAsync();
        _time.Advance(RunRecorder.Every);

        var end = recorder.EndAsync(RunState.Interrupted);
        Assert.DoesNotContain(RunState.Interrupted, _recorded);
        slow.SetResult();
        await end;

        Assert.Equal(RunState.Interrupted, _recorded[^1]);
    }

    [Fact]
    public async Task A_store_that_fails_in_between_is_told_by_the_stream_and_not_here()
    {
        await using var recorder = Recorder(() => _recorded.Count == 2 ? Task.FromException(new IOException("gone")) : Task.CompletedTask);
        await recorder.BeginAsync();
        _time.Advance(RunRecorder.Every);
        await recorder.EndAsync(RunState.Failed);
        Assert.Equal([RunState.Running, RunState.Running, RunState.Failed], _recorded);
    }

    private RunRecorder Recorder(Func<Task>? then = null) => new(
        run =>
        {
            _recorded.Add(run.State);
            return then?.Invoke() ?? Task.CompletedTask;
        },
        state => new RunRecord
        {
            Id = "run",
            Kind = RunKind.Live,
            Started = _time.GetUtcNow(),
            Input = "access.log",
            OptionsDigest = "d",
            Versions = new EngineVersions("1", "r", "k"),
            Baseline = "relearn",
            State = state,
        },
        _time);
}
