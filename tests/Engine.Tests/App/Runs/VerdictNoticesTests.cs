using System.Globalization;
using Engine.App.Runs;
using Engine.Schemas;
using Engine.Tests.Sinks;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.App.Runs;

public sealed class VerdictNoticesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _said = [];
    private readonly VerdictNotices _notices;

    public VerdictNoticesTests() => _notices = new VerdictNotices(_said.Add, _time);

    [Fact]
    public async Task A_verdict_is_one_line_with_time_action_score_actor_and_reason()
    {
        var verdict = SomeVerdict.On("203.0.113.7");
        await TellAsync(verdict);
        Assert.Equal($"2026-11-03 12:00:00 block 88 address 203.0.113.7|f1: 60 distinct ids ({verdict.Id.ToString()[..8]})", Assert.Single(_said));
    }

    [Fact]
    public async Task It_is_told_again_only_when_its_action_gets_stronger()
    {
        foreach (var action in new[] { VerdictAction.Observe, VerdictAction.Challenge, VerdictAction.Challenge, VerdictAction.Block, VerdictAction.Throttle })
            await TellAsync(SomeVerdict.On("203.0.113.7", action: action));
        Assert.Equal(["challenge", "block"], _said.Select(line => line.Split(' ')[2]));
    }

    [Fact]
    public async Task A_storm_is_counted_not_printed()
    {
        await TellAsync([.. Enumerable.Range(0, 100).Select(number => SomeVerdict.On(string.Create(CultureInfo.InvariantCulture, $"10.0.0.{number}")))]);
        Assert.Equal(VerdictNotices.MostPerSecond, _said.Count);

        _time.Advance(TimeSpan.FromSeconds(1));
        await TellAsync(SomeVerdict.On("192.0.2.1"));
        Assert.Equal("and 90 more: engine verdicts", _said[VerdictNotices.MostPerSecond]);
        Assert.Contains("192.0.2.1", _said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_left_out_last_is_told_at_the_end()
    {
        await TellAsync([.. Enumerable.Range(0, 11).Select(number => SomeVerdict.On(string.Create(CultureInfo.InvariantCulture, $"10.0.0.{number}")))]);
        await _notices.DisposeAsync();
        Assert.Equal("and 1 more: engine verdicts", _said[^1]);
    }

    public ValueTask DisposeAsync() => _notices.DisposeAsync();

    private ValueTask TellAsync(params Verdict[] verdicts) => _notices.WriteAsync(SomeVerdict.Batch(verdicts), CancellationToken.None);
}
