using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Engine.Integration.Gateways;
using Engine.Schemas;
using Engine.Sinks.Enforcement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Attempt = Engine.Schemas.EnforcementAttempt;
using EventId = Engine.Schemas.EventId;

namespace Engine.Integration.HAProxy;

/// <summary>Verdicts really block, and stop blocking, at a real HAProxy in front of a real service.</summary>
public sealed class HaproxyBlockTests : IAsyncLifetime
{
    private const string Attacker = "127.0.0.7";
    private const string Customer = "127.0.0.8";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-hap-");
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly List<Attempt> _audit = [];
    private ShopService _service = null!;
    private HaproxyServer _haproxy = null!;

    public async Task InitializeAsync()
    {
        _service = await ShopService.StartAsync("/{**path}", () => Results.Text("an order"));
        _haproxy = await HaproxyServer.StartAsync(_service.Port);
    }

    public async Task DisposeAsync()
    {
        await _haproxy.DisposeAsync();
        await _service.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_verdict_turns_200_into_403_for_its_address_only_and_unblock_turns_it_back()
    {
        await using var sink = Start(TimeProvider.System);
        Assert.Equal(200, await _haproxy.GetAsync(Attacker));

        await BlockAsync(sink, Attacker);
        Assert.Equal(403, await _haproxy.GetAsync(Attacker));
        Assert.Equal(200, await _haproxy.GetAsync(Customer));
        var timeToBlock = Assert.Single(_audit).TimeToBlock;
        Assert.InRange(timeToBlock!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(2));

        var started = Stopwatch.GetTimestamp();
        var report = await Unblocking.RunAsync(
            Options(), _directory.FullName, new UnblockRequest { Target = Attacker }, TimeProvider.System, NullLogger.Instance, default);
        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.True(report.WasRunning);
        Assert.Equal(Attacker, Assert.Single(Assert.Single(report.Points).Removed).Target);

        await sink.WriteAsync(Batch([Verdict([Attacker], revision: 2)]), default);
        await sink.ReconcileAsync(default);
        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
    }

    [Fact]
    public async Task Unblock_works_while_no_engine_is_running()
    {
        await using (var sink = Start())
            await BlockAsync(sink, Attacker);
        Assert.Equal(403, await _haproxy.GetAsync(Attacker));

        var report = await Unblocking.RunAsync(Options(), _directory.FullName, new UnblockRequest { All = true }, _time, NullLogger.Instance, default);

        Assert.False(report.WasRunning);
        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
    }

    [Fact]
    public async Task The_block_ends_with_the_verdict()
    {
        await using var sink = Start();
        await BlockAsync(sink, Attacker);
        Assert.Equal(403, await _haproxy.GetAsync(Attacker));

        _time.Advance(TimeSpan.FromHours(1));
        await sink.ReconcileAsync(default);

        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
        Assert.Equal(["block", "expire"], Told());
    }

    [Fact]
    public async Task A_block_ends_in_time_even_while_the_engine_is_down()
    {
        var over = BlockMark.For("engine", new EventId(new Guid(1, 2, 3, new byte[8])), TimeProvider.System.GetUtcNow().AddMinutes(-2));

        await _haproxy.AskAsync($"add map {_haproxy.Map} {Attacker} {over}");

        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
    }

    [Fact]
    public async Task A_restarted_haproxy_heals_at_the_next_comparison()
    {
        await using var sink = Start();
        await BlockAsync(sink, Attacker);

        await _haproxy.RestartAsync();
        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
        await sink.ReconcileAsync(default);

        Assert.Equal(403, await _haproxy.GetAsync(Attacker));
    }

    [Fact]
    public async Task A_haproxy_that_is_down_stops_nothing_and_heals_when_it_is_back()
    {
        await using var sink = Start();
        await _haproxy.StopAsync();

        await sink.WriteAsync(Batch([Verdict([Attacker])]), default);
        await sink.ReconcileAsync(default);
        Assert.Contains("does not exist", Assert.Single(sink.Points).Failure, StringComparison.Ordinal);

        await _haproxy.RestartAsync();
        await sink.ReconcileAsync(default);
        Assert.Equal(403, await _haproxy.GetAsync(Attacker));
        Assert.Null(Assert.Single(sink.Points).Failure);
    }

    [Fact]
    public async Task Dry_run_changes_nothing_and_says_what_it_would_do()
    {
        await using var sink = Start(options: Options() with { Mode = EnforcementMode.DryRun });

        await BlockAsync(sink, Attacker);

        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
        Assert.Equal("\n", await _haproxy.AskAsync($"show map {_haproxy.Map}"));
        Assert.Equal("dry-run", Assert.Single(Audit()).Result);
    }

    [Fact]
    public async Task A_crowd_behind_the_address_is_never_blocked()
    {
        await using var sink = Start();

        await sink.WriteAsync(Batch([Verdict([Attacker])], [.. Enumerable.Range(1, 3).Select(number => Call($"customer-{number}"))]), default);
        await sink.ReconcileAsync(default);

        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
        Assert.Equal("refused: shared-address", Assert.Single(Audit()).Result);
    }

    [Fact]
    public async Task What_an_operator_entered_by_hand_stays()
    {
        await _haproxy.AskAsync($"add map {_haproxy.Map} {Customer} banned by bob");
        await using var sink = Start();
        await BlockAsync(sink, Attacker, Customer);
        Assert.Equal(403, await _haproxy.GetAsync(Customer));

        await Unblocking.RunAsync(Options(), _directory.FullName, new UnblockRequest { All = true }, _time, NullLogger.Instance, default);

        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
        Assert.Equal(403, await _haproxy.GetAsync(Customer));
    }

    [Fact]
    public async Task Thousands_of_blocks_are_swapped_in_at_once_and_out_again_beside_an_operators_own()
    {
        await _haproxy.AskAsync($"add map {_haproxy.Map} <<\n{Customer} banned by bob\n");
        await using var sink = Start();
        var addresses = Enumerable.Range(0, 3000).Select(number => $"198.18.{number / 250}.{1 + (number % 250)}").Chunk(60).ToList();

        await sink.WriteAsync(Batch([.. addresses.Select((chunk, number) => Verdict(chunk, $"v{number}")), Verdict([Attacker])]), default);
        await sink.ReconcileAsync(default);
        Assert.Equal(3002, (await _haproxy.AskAsync($"show map {_haproxy.Map}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(403, await _haproxy.GetAsync(Attacker));

        await Unblocking.RunAsync(Options(), _directory.FullName, new UnblockRequest { All = true }, _time, NullLogger.Instance, default);
        Assert.EndsWith($" {Customer} banned by bob\n\n", await _haproxy.AskAsync($"show map {_haproxy.Map}"), StringComparison.Ordinal);
        Assert.Equal(200, await _haproxy.GetAsync(Attacker));
    }

    [Fact]
    public async Task The_log_names_the_block_that_answered_so_that_it_never_counts_as_evidence()
    {
        await using var sink = Start();
        await _haproxy.GetAsync(Attacker);
        await BlockAsync(sink, Attacker);
        await _haproxy.GetAsync(Attacker);
        await _haproxy.StopAsync();

        var calls = _haproxy.Log.Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([200, 403], calls.Select(call => call.GetProperty("status").GetInt32()));
        Assert.Equal(JsonValueKind.Null, calls[0].GetProperty("blocked_by").ValueKind);
        Assert.StartsWith("engine:", calls[1].GetProperty("blocked_by").GetString(), StringComparison.Ordinal);
        Assert.Equal("/v1/orders/1?q=%22x", calls[1].GetProperty("path").GetString());
    }

    private EnforcementSink Start(TimeProvider? time = null, EnforcementOptions? options = null) =>
        EnforcementSink.Start(options ?? Options(), _directory.FullName, Note, time ?? _time, NullLogger<EnforcementSink>.Instance);

    private void Note(Attempt attempt)
    {
        lock (_audit)
            _audit.Add(attempt);
    }

    private Attempt[] Audit()
    {
        lock (_audit)
            return [.. _audit];
    }

    private IEnumerable<string> Told() => Audit().Select(attempt => attempt.Change);

    private EnforcementOptions Options() => new()
    {
        Mode = EnforcementMode.Enforce,
        AllowPrivate = true,
        BlastRadius = new BlastRadiusOptions { AlwaysPossible = 10_000, TargetsPerMinute = 10_000 },
        Points = [_haproxy.Point()],
    };

    private async Task BlockAsync(EnforcementSink sink, params string[] addresses)
    {
        await sink.WriteAsync(Batch([Verdict(addresses)]), default);
        await sink.ReconcileAsync(default);
    }

    private static EventId Id(string name) => EventId.From(StableHash.Of128(name));

    private Verdict Verdict(string[] addresses, string name = "attack", int revision = 1) => new()
    {
        Id = Id(name),
        Revision = revision,
        Time = _time.GetUtcNow(),
        Actor = new Actor(new ActorKey(ActorKind.Address, $"{addresses[0]}|f")),
        Targets = new VerdictTargets(addresses, [], [], []),
        Categories = ["API1:2023"],
        Severity = Severity.High,
        Confidence = 0.9,
        Score = 90,
        Action = VerdictAction.Block,
        FirstEvent = _time.GetUtcNow(),
        LastEvent = _time.GetUtcNow(),
        EventCount = 60,
        Expires = _time.GetUtcNow().AddHours(1),
        Signals = [],
        Explanation = "60 distinct ids in 1 min, normal is 4",
        Counterfactual = "would not fire below 50 distinct ids",
        Versions = new EngineVersions("1", "1", "0"),
    };

    private EnrichedEvent Call(string user) => new()
    {
        Call = new ApiEvent
        {
            Id = Id(user),
            Position = new SourcePosition("test", 0, 0, 0),
            At = _time.GetUtcNow(),
            Method = "GET",
            Path = "/",
            SourceFormat = "test",
        },
        Tick = _time.GetUtcNow(),
        Actor = new Actor(new ActorKey(ActorKind.User, user)),
        IsVerified = true,
        Endpoint = new Engine.Schemas.Endpoint("shop", "GET", "/"),
        ClientAddress = IPAddress.Parse(Attacker),
    };

    private DetectedBatch Batch(IReadOnlyList<Verdict> verdicts, IReadOnlyList<EnrichedEvent>? events = null) => new()
    {
        Number = 0,
        Events = events ?? [],
        Placements = [],
        Signals = [],
        Verdicts = verdicts,
        Sessions = [],
        DeadLetters = [],
        Watermark = _time.GetUtcNow(),
        ArrivedAt = TimeProvider.System.GetUtcNow(),
    };
}
