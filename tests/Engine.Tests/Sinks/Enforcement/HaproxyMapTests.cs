using Engine.Sinks.Enforcement;
using Engine.Sinks.Enforcement.Points;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class HaproxyMapTests : IAsyncDisposable
{
    private readonly FakeHaproxy _haproxy = new();

    public ValueTask DisposeAsync() => _haproxy.DisposeAsync();

    [Fact]
    public async Task Adds_refreshes_and_removes_each_confirmed_by_its_own_reply()
    {
        _haproxy.Enter("203.0.113.1", Mark("old").ToString());
        _haproxy.Enter("203.0.113.2", Mark("old").ToString());
        await using var map = Map();
        var entries = await map.ReadAsync(default);
        var confirmed = new List<PointChange>();

        await map.ApplyAsync(
            [Change(ChangeKind.Remove, "203.0.113.1", "old", entries[0]), Change(ChangeKind.Refresh, "203.0.113.2", "new", entries[1]), Change(ChangeKind.Add, "203.0.113.3", "new")],
            confirmed.Add, default);

        Assert.Equal([$"203.0.113.2 {Mark("new")}", $"203.0.113.3 {Mark("new")}"], _haproxy.Entries);
        Assert.Equal(3, confirmed.Count);
    }

    [Fact]
    public async Task An_operators_entry_of_the_same_key_stays_when_ours_goes()
    {
        _haproxy.Enter("203.0.113.1", "ban");
        _haproxy.Enter("203.0.113.1", Mark("ours").ToString());
        await using var map = Map();
        var ours = (await map.ReadAsync(default))[1];

        await map.ApplyAsync([Change(ChangeKind.Remove, "203.0.113.1", "ours", ours)], _ => { }, default);

        Assert.Equal(["203.0.113.1 ban"], _haproxy.Entries);
    }

    [Fact]
    public async Task Somebody_elses_removal_is_what_a_removal_wants()
    {
        await using var map = Map();
        var confirmed = new List<PointChange>();

        await map.ApplyAsync([Change(ChangeKind.Remove, "203.0.113.1", "v", Entry("203.0.113.1", "0xdead"))], confirmed.Add, default);

        Assert.Single(confirmed);
    }

    [Fact]
    public async Task One_failing_change_does_not_stop_the_others()
    {
        await using var map = Map();
        var confirmed = new List<PointChange>();

        var failure = await Assert.ThrowsAsync<PointFailure>(async () => await map.ApplyAsync(
            [Change(ChangeKind.Refresh, "203.0.113.1", "v", Entry("203.0.113.1", "0xdead")), Change(ChangeKind.Add, "203.0.113.2", "v")], confirmed.Add, default));

        Assert.Contains("entry not found", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["203.0.113.2"], _haproxy.Keys);
        Assert.Equal("203.0.113.2", Assert.Single(confirmed).Target.Value);
    }

    [Fact]
    public async Task Many_changes_swap_the_whole_map_in_one_step_and_keep_what_others_entered()
    {
        _haproxy.Enter("198.51.100.0/24", "ban by bob");
        for (var host = 1; host <= 150; host++)
            _haproxy.Enter($"203.0.113.{host}", Mark("old").ToString());
        await using var map = Map(swapFrom: 100);
        var entries = await map.ReadAsync(default);
        var changes = entries.Skip(1).Take(100).Select(entry => Change(ChangeKind.Remove, entry.Key, "old", entry))
            .Append(Change(ChangeKind.Add, "203.0.113.200", "new")).ToList();

        await map.ApplyAsync(changes, _ => { }, default);

        Assert.Contains("198.51.100.0/24 ban by bob", _haproxy.Entries);
        Assert.Contains($"203.0.113.200 {Mark("new")}", _haproxy.Entries);
        Assert.Equal(52, _haproxy.Entries.Count);
        Assert.Contains(_haproxy.Heard, line => line.StartsWith("commit map @1 ", StringComparison.Ordinal));
        Assert.DoesNotContain(_haproxy.Heard, line => line.StartsWith("del ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_of_somebody_else_during_the_swap_is_not_undone()
    {
        await using var map = Map(swapFrom: 2);
        _haproxy.Interrupt = line =>
        {
            if (line.StartsWith("add map @", StringComparison.Ordinal))
                _haproxy.Enter("198.51.100.9", "ban");
            return null;
        };

        await map.ApplyAsync([Change(ChangeKind.Add, "203.0.113.1", "v"), Change(ChangeKind.Add, "203.0.113.2", "v")], _ => { }, default);

        Assert.Equal(["198.51.100.9", "203.0.113.1", "203.0.113.2"], _haproxy.Keys);
        Assert.DoesNotContain(_haproxy.Heard, line => line.StartsWith("commit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_command_is_longer_than_haproxys_buffer()
    {
        await using var map = Map(swapFrom: 1_000_000);
        var changes = Enumerable.Range(0, 1000).Select(number => Change(ChangeKind.Add, $"198.18.{number / 256}.{number % 256}", "v")).ToList();

        await map.ApplyAsync(changes, _ => { }, default);

        Assert.Equal(1000, _haproxy.Keys.Count);
        Assert.All(_haproxy.Heard, line => Assert.InRange(line.Length, 1, 4097));
    }

    [Theory]
    [InlineData("", "closed the connection without an answer")]
    [InlineData("0x1 203.0.113.1 engi", "half an answer")]
    [InlineData("0x1 203.0.113.1 ban\n", "half an answer")]
    [InlineData("Unknown map identifier. Please use #<id> or <file>.\n\n", "has no map /etc/haproxy/engine-blocks.map")]
    [InlineData("Permission denied\n\n", "level admin")]
    [InlineData("220 mail.example.com ESMTP\n\n", "refused: 220 mail.example.com")]
    public async Task A_bad_answer_is_a_clear_failure(string reply, string says)
    {
        _haproxy.Interrupt = _ => reply;
        await using var map = Map();

        var failure = await Assert.ThrowsAsync<PointFailure>(async () => await map.ReadAsync(default));

        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_answers_than_commands_confirm_nothing()
    {
        _haproxy.Interrupt = line => line.StartsWith("add", StringComparison.Ordinal) ? "\n" : null;
        await using var map = Map();
        var confirmed = new List<PointChange>();

        var failure = await Assert.ThrowsAsync<PointFailure>(async () => await map.ApplyAsync(
            [Change(ChangeKind.Add, "203.0.113.1", "v"), Change(ChangeKind.Add, "203.0.113.2", "v")], confirmed.Add, default));

        Assert.Contains("answered 1 of 2", failure.Message, StringComparison.Ordinal);
        Assert.Empty(confirmed);
    }

    [Fact]
    public async Task A_silent_haproxy_fails_after_the_timeout()
    {
        var time = new FakeTimeProvider();
        _haproxy.Silence = new TaskCompletionSource();
        await using var map = Map(time: time);

        var read = map.ReadAsync(default).AsTask();
        await _haproxy.Silence.Task;
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("did not answer within 1 s", (await Assert.ThrowsAsync<PointFailure>(() => read)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/haproxy.sock", "does not exist")]
    [InlineData("ipv4@127.0.0.1:1", "nothing listens at")]
    public async Task An_absent_haproxy_is_a_clear_failure(string socket, string says)
    {
        await using var map = new HaproxyMap(new PointOptions { Name = "edge", Socket = socket, Map = FakeHaproxy.Map }, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<PointFailure>(async () => await map.ReadAsync(default));

        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2.3.4;clear map #0")]
    [InlineData("1.2.3.4\nclear map #0")]
    [InlineData("alice")]
    public async Task Nothing_but_an_address_is_ever_sent(string key)
    {
        await using var map = Map();
        var change = new PointChange(ChangeKind.Add, new Target(TargetKind.Address, key), Mark("v"));

        await Assert.ThrowsAsync<ArgumentException>(async () => await map.ApplyAsync([change], _ => { }, default));
        Assert.Empty(_haproxy.Heard);
    }

    private HaproxyMap Map(int swapFrom = 500, TimeProvider? time = null) =>
        new(new PointOptions { Name = "edge", Socket = _haproxy.Socket, Map = FakeHaproxy.Map, SwapFrom = swapFrom, Timeout = TimeSpan.FromSeconds(time is null ? 30 : 1) }, time ?? TimeProvider.System);

    private static BlockMark Mark(string verdict) => BlockMark.For("engine", SomeVerdict.Id(verdict), SomeVerdict.Noon);

    private static PointEntry Entry(string address, string reference) =>
        new(Target.ParseAddress(address)!.Value, address, "", reference);

    private static PointChange Change(ChangeKind kind, string address, string verdict, PointEntry? existing = null) =>
        new(kind, Target.ParseAddress(address)!.Value, Mark(verdict), existing);
}
