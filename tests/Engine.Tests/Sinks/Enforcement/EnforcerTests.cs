using Engine.Schemas;
using Engine.Sinks.Enforcement;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Attempt = Engine.Schemas.EnforcementAttempt;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class EnforcerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = SomeVerdict.Noon;
    private readonly FakeHaproxy _haproxy = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-test-");
    private readonly FakeTimeProvider _time = new(Now);
    private readonly List<Attempt> _audit = [];
    private StateDirectory? _held;
    private Enforcer? _enforcer;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _haproxy.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_verdict_becomes_an_entry_and_the_audit_tells_how_long_it_took()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")], arrivedAt: Now.AddMilliseconds(-120));

        Assert.Equal(["203.0.113.7"], _haproxy.Keys);
        var told = Assert.Single(_audit);
        Assert.Equal(("edge", "enforce", "block", "done", TimeSpan.FromMilliseconds(120)), (told.Point, told.Mode, told.Change, told.Result, told.TimeToBlock));
    }

    [Fact]
    public async Task The_block_ends_when_the_verdict_does()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7", lasting: TimeSpan.FromMinutes(30))]);
        _time.Advance(TimeSpan.FromMinutes(30));
        await ReconcileAsync();

        Assert.Empty(_haproxy.Keys);
        Assert.Equal("expire", _audit[^1].Change);
    }

    [Fact]
    public async Task A_restarted_gateway_heals_without_claiming_a_new_time_to_block()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")]);
        _haproxy.Restart();
        await ReconcileAsync();

        Assert.Equal(["203.0.113.7"], _haproxy.Keys);
        Assert.Equal(2, _audit.Count);
        Assert.StartsWith("repaired", _audit[1].Reason, StringComparison.Ordinal);
        Assert.Null(_audit[1].TimeToBlock);
    }

    [Fact]
    public async Task A_restarted_engine_goes_on_from_its_journal()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7", lasting: TimeSpan.FromMinutes(30))]);
        await StopAsync();
        _haproxy.Restart();
        await ReconcileAsync();
        Assert.Equal(["203.0.113.7"], _haproxy.Keys);

        _time.Advance(TimeSpan.FromMinutes(30));
        await ReconcileAsync();
        Assert.Empty(_haproxy.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_readable_journal_the_marks_tell_what_stands_and_until_when(bool isCorrupt)
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7", lasting: TimeSpan.FromMinutes(30))]);
        _haproxy.Enter("198.51.100.1", "ban");
        await StopAsync();
        var journal = Path.Combine(_directory.FullName, "desired.json");
        if (isCorrupt)
            await File.WriteAllTextAsync(journal, "{{{");
        else
            File.Delete(journal);

        await ReconcileAsync();
        Assert.Equal(["198.51.100.1", "203.0.113.7"], _haproxy.Keys);
        _time.Advance(TimeSpan.FromMinutes(31));
        await ReconcileAsync();
        Assert.Equal(["198.51.100.1"], _haproxy.Keys);
    }

    [Fact]
    public async Task A_lost_journal_still_lets_a_block_be_found_and_taken_back()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")]);
        await StopAsync();
        File.Delete(Path.Combine(_directory.FullName, "desired.json"));

        var report = await Enforcer().UnblockAsync(new UnblockRequest { Target = "203.0.113.7" }, default);
        await ReconcileAsync();

        Assert.Equal("203.0.113.7", Assert.Single(Assert.Single(report.Points).Removed).Target);
        Assert.Empty(_haproxy.Keys);
    }

    [Fact]
    public async Task Dry_run_says_what_it_would_do_and_changes_nothing()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7", lasting: TimeSpan.FromMinutes(30))], options: Options(EnforcementMode.DryRun));
        await ReconcileAsync();

        Assert.Empty(_haproxy.Keys);
        Assert.Equal(("dry-run", "block", "dry-run"), (Assert.Single(_audit).Mode, _audit[0].Change, _audit[0].Result));
        Assert.Null(_audit[0].TimeToBlock);
        _time.Advance(TimeSpan.FromMinutes(30));
        await ReconcileAsync();
        Assert.Equal(("expire", "dry-run"), (_audit[1].Change, _audit[1].Result));
        Assert.DoesNotContain(_haproxy.Heard, line => !line.StartsWith("show", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Turning_to_dry_run_takes_back_what_was_enforced()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")]);
        _haproxy.Enter("198.51.100.1", "ban");
        await StopAsync();
        Enforcer(Options(EnforcementMode.DryRun));
        await ReconcileAsync();

        Assert.Equal(["198.51.100.1"], _haproxy.Keys);
    }

    [Fact]
    public async Task An_unblocked_target_stays_unblocked_while_its_verdict_grows()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")]);
        var report = await Enforcer().UnblockAsync(new UnblockRequest { Target = "203.0.113.7" }, default);
        await TakeAsync([SomeVerdict.On("203.0.113.7", revision: 2)]);

        Assert.Empty(_haproxy.Keys);
        Assert.True(report.IsKnown);
        Assert.Equal("unblock", _audit[1].Change);
    }

    [Fact]
    public async Task An_unblock_survives_a_restart()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")]);
        await Enforcer().UnblockAsync(new UnblockRequest { Target = "203.0.113.7" }, default);
        await StopAsync();
        await TakeAsync([SomeVerdict.On("203.0.113.7", revision: 2)]);

        Assert.Empty(_haproxy.Keys);
    }

    [Fact]
    public async Task An_unblock_says_nothing_about_verdicts_to_come_even_after_a_restart()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7", lasting: TimeSpan.FromMinutes(1))]);
        await Enforcer().UnblockAsync(new UnblockRequest { All = true, For = TimeSpan.Zero }, default);
        _time.Advance(TimeSpan.FromMinutes(1));
        await ReconcileAsync();
        await StopAsync();

        await TakeAsync([SomeVerdict.On("203.0.113.7", name: "another")]);

        Assert.Equal(["203.0.113.7"], _haproxy.Keys);
    }

    [Fact]
    public async Task What_was_flushed_survives_a_crash_before_any_point_was_reached()
    {
        Enforcer().Take(SomeVerdict.Batch([SomeVerdict.On("203.0.113.7")]));
        Assert.True(Enforcer().Save());
        await StopAsync();
        await ReconcileAsync();

        Assert.Equal(["203.0.113.7"], _haproxy.Keys);
    }

    [Fact]
    public async Task Another_verdict_blocks_again_unless_a_time_was_given()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7"), SomeVerdict.On("203.0.113.8")]);
        await Enforcer().UnblockAsync(new UnblockRequest { Target = "203.0.113.7" }, default);
        await Enforcer().UnblockAsync(new UnblockRequest { Target = "203.0.113.8", For = TimeSpan.FromMinutes(10) }, default);
        await TakeAsync([SomeVerdict.On("203.0.113.7", name: "another"), SomeVerdict.On("203.0.113.8", name: "another too")]);
        Assert.Equal(["203.0.113.7"], _haproxy.Keys);

        _time.Advance(TimeSpan.FromMinutes(10));
        await ReconcileAsync();
        Assert.Equal(["203.0.113.7", "203.0.113.8"], _haproxy.Keys);
    }

    [Fact]
    public async Task Unblocking_by_verdict_frees_all_its_targets()
    {
        var targets = new VerdictTargets(["203.0.113.7", "203.0.113.8"], [], [], []);
        await TakeAsync([SomeVerdict.On("campaign", targets: targets), SomeVerdict.On("203.0.113.9")]);

        await Enforcer().UnblockAsync(new UnblockRequest { Target = SomeVerdict.Id("campaign").ToString() }, default);

        Assert.Equal(["203.0.113.9"], _haproxy.Keys);
    }

    [Fact]
    public async Task Unblock_all_frees_everybody_and_holds_new_blocks_until_resumed()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7"), SomeVerdict.On("203.0.113.8")]);
        _haproxy.Enter("198.51.100.1", "ban");
        var report = await Enforcer().UnblockAsync(new UnblockRequest { All = true }, default);
        await TakeAsync([SomeVerdict.On("203.0.113.9")]);
        Assert.Equal(["198.51.100.1"], _haproxy.Keys);
        Assert.Equal(Now.AddMinutes(15), report.HeldUntil);

        _time.Advance(TimeSpan.FromMinutes(15));
        await ReconcileAsync();
        Assert.Equal(["198.51.100.1", "203.0.113.9"], _haproxy.Keys);

        await Enforcer().UnblockAsync(new UnblockRequest { Resume = true }, default);
        Assert.Equal(["198.51.100.1", "203.0.113.7", "203.0.113.8", "203.0.113.9"], _haproxy.Keys);
    }

    [Fact]
    public async Task An_operators_own_block_is_named_and_left()
    {
        _haproxy.Enter("203.0.113.7", "ban");

        var report = await Enforcer().UnblockAsync(new UnblockRequest { Target = "203.0.113.7" }, default);

        Assert.Equal(["203.0.113.7 ban"], Assert.Single(report.Points).HeldByOthers);
        Assert.False(report.IsDone);
        Assert.Equal(["203.0.113.7"], _haproxy.Keys);
    }

    [Fact]
    public async Task An_unknown_point_is_named_with_those_that_exist()
    {
        var error = await Assert.ThrowsAsync<UserError>(async () => await Enforcer().UnblockAsync(new UnblockRequest { All = true, Point = "egde" }, default));

        Assert.Contains("configured are edge", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_point_is_told_once_and_heals_later()
    {
        _haproxy.Interrupt = line => line.StartsWith("add", StringComparison.Ordinal) ? "Out of memory.\n\n" : null;
        Enforcer().Take(SomeVerdict.Batch([SomeVerdict.On("203.0.113.7")]));
        await Assert.ThrowsAsync<PointFailure>(ReconcileAsync);
        await Assert.ThrowsAsync<PointFailure>(ReconcileAsync);
        Assert.StartsWith("failed: ", Assert.Single(_audit).Result, StringComparison.Ordinal);

        _haproxy.Interrupt = _ => null;
        await ReconcileAsync();
        Assert.Equal(["203.0.113.7"], _haproxy.Keys);
        Assert.Equal("done", _audit[^1].Result);
    }

    [Fact]
    public async Task A_refusal_is_audited_with_the_rails_name()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")], events: SomeVerdict.Crowd("203.0.113.7", 3));

        Assert.Empty(_haproxy.Keys);
        Assert.Equal("refused: shared-address", Assert.Single(_audit).Result);
    }

    [Fact]
    public async Task The_audit_file_has_a_line_for_each_attempt()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7"), SomeVerdict.On("10.0.0.1")]);
        await StopAsync();

        var lines = await File.ReadAllLinesAsync(Path.Combine(_directory.FullName, "audit.jsonl"));
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"result\":\"refused: private-address\"", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kill_switch_in_the_configuration_takes_back_every_block()
    {
        await TakeAsync([SomeVerdict.On("203.0.113.7")]);
        await StopAsync();
        Enforcer(Options(EnforcementMode.Enforce) with { KillSwitch = true });
        await ReconcileAsync();

        Assert.Empty(_haproxy.Keys);
        Assert.Contains(_audit, one => one.Result == "refused: kill-switch");
    }

    private EnforcementOptions Options(EnforcementMode mode) => new()
    {
        Mode = mode,
        Points = [new PointOptions { Name = "edge", Socket = _haproxy.Socket, Map = FakeHaproxy.Map, Timeout = TimeSpan.FromSeconds(30) }],
    };

    private Enforcer Enforcer(EnforcementOptions? options = null)
    {
        _held ??= StateDirectory.Hold(_directory.FullName)!;
        return _enforcer ??= new Enforcer(options ?? Options(EnforcementMode.Enforce), _held, _audit.Add, _time, NullLogger.Instance);
    }

    private async Task TakeAsync(
        Verdict[] verdicts, DateTimeOffset? arrivedAt = null, EnforcementOptions? options = null, EnrichedEvent[]? events = null)
    {
        Enforcer(options).Take(SomeVerdict.Batch(verdicts, events, arrivedAt: arrivedAt));
        await ReconcileAsync();
    }

    private async Task ReconcileAsync() => await Enforcer().Points[0].ReconcileAsync(isUrgent: false, default);

    private async Task StopAsync()
    {
        if (_enforcer is not null)
            await _enforcer.DisposeAsync();
        _held?.Dispose();
        (_enforcer, _held) = (null, null);
    }
}
