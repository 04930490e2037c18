using System.Globalization;
using System.Net;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Integration.ClickHouse;

/// <summary>What the sink promises: everything once, in order, safe when it says so, and one clear error when it cannot.</summary>
public sealed class SinkTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Flushed_calls_are_in_the_store()
    {
        var source = StoreFixture.Fresh();
        await using var sink = fixture.Sink();
        for (var i = 0; i < 10; i++)
            await sink.WriteAsync(Sample.Batch([.. Enumerable.Range(0, 256).Select(n => Sample.Call((i * 256) + n, n, source: source))]), CancellationToken.None);
        await sink.FlushAsync(CancellationToken.None);
        Assert.Equal("2560", await fixture.TextAsync($"SELECT count() FROM events WHERE source = '{source}'"));
    }

    [Fact]
    public async Task A_block_goes_out_when_it_is_full_or_old_without_being_asked()
    {
        var source = StoreFixture.Fresh();
        await using var sink = fixture.Sink(new ClickHouseSinkOptions { BlockAge = TimeSpan.FromMilliseconds(10) });
        await sink.WriteAsync(Sample.Batch([Sample.Call(1, source: source)]), CancellationToken.None);
        var patience = DateTime.UtcNow.AddSeconds(30);
        while (await fixture.TextAsync($"SELECT count() FROM events WHERE source = '{source}'") != "1")
            Assert.True(DateTime.UtcNow < patience, "the row never arrived");
    }

    [Fact]
    public async Task What_was_taken_is_stored_at_the_end()
    {
        var source = StoreFixture.Fresh();
        await using (var sink = fixture.Sink())
            await sink.WriteAsync(Sample.Batch([Sample.Call(1, source: source)]), CancellationToken.None);
        Assert.Equal("1", await fixture.TextAsync($"SELECT count() FROM events WHERE source = '{source}'"));
    }

    [Fact]
    public async Task Calls_written_twice_are_one_as_queried()
    {
        var source = StoreFixture.Fresh();
        for (var run = 0; run < 2; run++)
        {
            await using var sink = fixture.Sink();
            await sink.WriteAsync(Sample.Batch([Sample.Call(1, source: source), Sample.Call(2, 1, source: source)]), CancellationToken.None);
        }

        Assert.Equal("2", await fixture.TextAsync($"SELECT count() FROM events WHERE source = '{source}'"));
    }

    [Fact]
    public async Task A_block_repeated_after_an_unclear_failure_is_stored_once()
    {
        var source = StoreFixture.Fresh();
        var writer = new BlockWriter(fixture.Store, new ClickHouseSinkOptions(), TimeProvider.System, NullLogger.Instance);
        var block = new RowBlock();
        EventRow.Write(block, Sample.Call(1, source: source), new Placement(1, 1, 1), "");
        var rows = new TableRows(EventRow.Table, block.Bytes, block.Ends);
        await writer.WriteAsync(rows, $"token-{source}", CancellationToken.None);
        await writer.WriteAsync(rows, $"token-{source}", CancellationToken.None);
        Assert.Equal("1", await fixture.TextAsync($"SELECT count() FROM events_data WHERE source = '{source}'"));
    }

    [Fact]
    public async Task Every_field_of_a_call_comes_back()
    {
        var source = StoreFixture.Fresh();
        var bare = Sample.Call(1, source: source);
        var call = bare with
        {
            Call = bare.Call with
            {
                Duration = TimeSpan.FromMilliseconds(12.5),
                Query = "page=2",
                Protocol = "HTTP/2",
                UserAgent = "curl/8",
                Referer = "https://x",
                Scheme = "https",
                Host = "shop",
                RequestBytes = -1,
                PeerAddress = IPAddress.Parse("::ffff:10.0.0.1"),
                PeerPort = 70_000,
                ForwardedFor = "1.2.3.4, 5.6.7.8",
                TlsFingerprint = "t13d",
                RequestHeaders = [new HeaderField("accept", "a"), new HeaderField("accept", "b")],
                ResponseHeaders = [],
                Status = 404,
                BlockedBy = "haproxy",
                Authentication = new AuthenticationEvidence { Scheme = AuthenticationScheme.Jwt, Credential = "never-stored", CredentialHash = "c0ffee", Subject = "ana", Claims = [new HeaderField("role", "user")], VerifiedByGateway = true },
                Trace = new TraceContext("t", "s", null),
                Hop = new ServiceHop("web", "orders", "postgresql"),
                Direction = Direction.Internal,
            },
            IsLate = true,
            ClaimedUser = "bob",
            Role = EndpointRole.LogIn,
            Standing = EndpointStanding.Shadow,
            Objects = [new ObjectRef("id", ObjectPlace.Path, "17", 17), new ObjectRef("mail", ObjectPlace.Query, "h4sh", null)],
            Origin = new NetworkOrigin("DE", 64_512, true),
            Client = ClientClass.Script,
            ResponseFindings = [new SensitiveFinding("email", 3)],
            ResponseRecords = 25,
        };
        await using (var sink = fixture.Sink())
            await sink.WriteAsync(Sample.Batch([call]), CancellationToken.None);
        var row = await fixture.TextAsync($"SELECT * EXCEPT (inserted_at, endpoint_id) FROM events WHERE source = '{source}' FORMAT TSV");
        Assert.Equal(string.Join('\t',
            call.Call.Id, "2015-05-17 10:00:00.000000", "seconds", "start", "12500", "2015-05-17 10:00:00.000000", "true", call.Actor.Shard, "0",
            "production", "address", "203.0.113.9|7f3a", "false", "bob", "42", "internal", "shop", @"\N", "GET", "/v1/orders/{id}",
            "false", "log_in", "shadow", "https", "shop", "/v1/orders/17", "page=2", "HTTP/2", "404", "-1", "512", "25", "haproxy",
            "203.0.113.9", "10.0.0.1", "65535", "1.2.3.4, 5.6.7.8", "DE", "64512", "true", "script", "curl/8", "https://x", "t13d",
            "['id','mail']", "['path','query']", "['17','h4sh']", "[17,NULL]",
            "jwt", "c0ffee", "ana", @"\N", @"\N", "{'role':'user'}", "true",
            "{'accept':'a','accept':'b'}", "{}", @"\N", @"\N", "{}", "{'email':3}", "['auth_claims','request_headers','response_headers','response_findings']",
            "t", "s", @"\N", "web", "orders", "postgresql", @"\N", @"\N", "combined", source, "0", "1", "0", ""), row);
        Assert.DoesNotContain("never-stored", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conclusions_and_refused_records_come_back()
    {
        var name = StoreFixture.Fresh();
        var actor = new Actor(new ActorKey(ActorKind.ApiKey, name));
        await using (var sink = fixture.Sink())
        {
            await sink.WriteAsync(Sample.Batch([], [Sample.Signal(actor, 0, 60)],
                [Sample.Verdict(actor, 1, VerdictAction.Challenge), Sample.Verdict(actor, 2)],
                [new Session
                {
                    Id = 7, Actor = actor, Environment = "production", Start = Sample.Start, End = Sample.Start.AddMinutes(5), Calls = 3, Failures = 1, RequestBytes = 10,
                    ResponseBytes = 20, DistinctEndpoints = 2, Operations = ["GET /a", "GET /b"], EndedBy = SessionEnd.TooManyOperations,
                }],
                [new DeadLetter(new SourcePosition(name, 0, 9, 0), Sample.Start, "ingest", "combined", "no time", "b\0d\u001b", 3)]), CancellationToken.None);
            await sink.RecordAsync([new EnforcementAttempt(Sample.Start.AddSeconds(61), "haproxy", "enforce", "block", "address", "203.0.113.9",
                Sample.Verdict(actor).Id, "done", "score 72", TimeSpan.FromMilliseconds(40))], CancellationToken.None);
        }

        Assert.Equal("2\tblock\thigh\t72\t['API-ENUM-001']", await fixture.TextAsync($"SELECT revision, action, severity, score, signals.detector FROM verdicts WHERE actor = '{name}'"));
        Assert.Equal("[1,2]", await fixture.TextAsync($"SELECT groupArray(revision) FROM (SELECT * FROM verdict_revisions WHERE actor = '{name}' ORDER BY revision)"));
        Assert.Equal("1", await fixture.TextAsync($"SELECT count() FROM verdicts WHERE actor = '{name}' AND action >= 'challenge'"));
        Assert.Equal("API-ENUM-001\t120\t1", await fixture.TextAsync($"SELECT detector, observed, length(event_ids) FROM signals WHERE actor = '{name}'"));
        Assert.Equal("api_key\t3\t['GET /a','GET /b']\t\\N\ttoo_many_operations", await fixture.TextAsync($"SELECT actor_kind, calls, operations, surprise_bits, ended_by FROM sessions WHERE actor = '{name}'"));
        Assert.Equal("no time\tb\\0d\u001b", await fixture.TextAsync($"SELECT reason, sample FROM dead_letters WHERE source = '{name}'"));
        Assert.Equal("done\t40000", await fixture.TextAsync($"SELECT result, time_to_block_us FROM enforcements WHERE verdict_id = '{Sample.Verdict(actor).Id}'"));
    }

    [Fact]
    public async Task Hostile_times_are_stored_at_the_end_of_the_range()
    {
        var source = StoreFixture.Fresh();
        var call = Sample.Call(1, source: source);
        await using (var sink = fixture.Sink())
            await sink.WriteAsync(Sample.Batch([call with { Call = call.Call with { At = DateTimeOffset.MaxValue }, Tick = DateTimeOffset.MinValue }]), CancellationToken.None);
        Assert.Equal("2299-12-31 23:59:59.000000\t1900-01-01 00:00:00.000000", await fixture.TextAsync($"SELECT time, tick FROM events WHERE source = '{source}'"));
    }

    [Fact]
    public async Task A_server_that_is_away_is_one_clear_error_after_bounded_retries()
    {
        var nowhere = new StoreLocation.Server(StoreConnection.Parse("http://ana:secret@127.0.0.1:1/engine"));
        var error = await Assert.ThrowsAsync<UserError>(() => ClickHouseStore.OpenAsync(nowhere, new ClickHouseStoreOptions()));
        Assert.Contains("http://127.0.0.1:1/engine", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(90, "90")]
    [InlineData(0, "")]
    [InlineData(30, "30")]
    public async Task Retention_is_set_where_somebody_asks_and_left_alone_otherwise(int days, string stored)
    {
        await using (await StoreFixture.OpenAsync(fixture.DirectoryPath, new ClickHouseStoreOptions { EventDays = days }))
        {
        }

        await using var looking = await StoreFixture.OpenAsync(fixture.DirectoryPath);
        Assert.Equal(stored, await fixture.TextAsync(
            "SELECT extract(create_table_query, 'inserted_at \\\\+ toIntervalDay\\\\((\\\\d+)\\\\)') FROM system.tables WHERE database = 'engine' AND name = 'events_data'"));
        Assert.Equal(days.ToString(CultureInfo.InvariantCulture), stored.Length > 0 ? stored : "0");
    }
}
