using System.Net;
using Avro.IO;
using Engine.Ingest.Formats.Avro;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Tests.Ingest.Formats.Avro;

public class EngineAvroTests
{
    private static readonly EngineAvro s_format = new();

    private static readonly ApiEvent s_full = new()
    {
        Id = EventId.From(new UInt128(7, 9)),
        Position = new SourcePosition("edge", 3, 99, 2),
        At = DateTimeOffset.FromUnixTimeMilliseconds(1795465681342),
        AtPrecision = TimePrecision.Milliseconds,
        AtMarks = CallMoment.End,
        Duration = TimeSpan.FromMilliseconds(15),
        Direction = Direction.Outbound,
        Environment = "staging",
        ServiceVersion = "1.4.2",
        PeerAddress = IPAddress.Parse("2001:db8::1"),
        PeerPort = 51034,
        ForwardedFor = "198.51.100.9",
        TlsFingerprint = "t13d_8daa_b186",
        Method = "GET",
        Scheme = "https",
        Host = "a.example",
        Path = "/v1/\u00fc",
        Query = "x=1",
        Protocol = "HTTP/2",
        UserAgent = "sdk/2",
        Referer = "https://b.example/",
        RequestHeaders = [new("accept", "a"), new("accept", "b")],
        RequestBytes = 17,
        RequestBody = "{}",
        Status = 404,
        ResponseHeaders = [],
        ResponseBytes = 512,
        ResponseBody = "ok",
        BlockedBy = "edge",
        Authentication = new AuthenticationEvidence
        {
            Scheme = AuthenticationScheme.Jwt,
            CredentialHash = "ab",
            Subject = "alice",
            Consumer = "erp",
            Session = "cd",
            Claims = [new("role", "admin")],
            VerifiedByGateway = false,
        },
        Trace = new TraceContext("0af7", "b7ad", null),
        Hop = new ServiceHop("web", null, "postgresql/shop"),
        Route = "/v1/{x}",
        VendorRequestId = "r-1",
        SourceFormat = "kong",
    };

    private static byte[] Write(ApiEvent call)
    {
        using var bytes = new MemoryStream();
        bytes.Write(TopicSchema.ApiEvent.SingleObjectPrefix());
        AvroApiEvent.Write(new BinaryEncoder(bytes), call);
        return bytes.ToArray();
    }

    private static string Refusal(byte[] record)
    {
        var parsed = s_format.All(record);
        Assert.Empty(parsed.Calls);
        return Assert.Single(parsed.Refused).Reason;
    }

    // Against the decoder of Apache's library, which shares no line with ours.
    [Fact]
    public void A_call_comes_back_as_it_was_written_but_for_where_it_stands()
    {
        var read = Assert.Single(s_format.All(Write(s_full)).Calls);

        Assert.Equal((s_full.Id, Parsing.Position), (read.Id, read.Position));
        Assert.Equal(Write(s_full), Write(read with { Position = s_full.Position }));
        Assert.Equal(Write(AvroApiEvent.Read(new BinaryDecoder(new MemoryStream(Write(s_full)[10..])))), Write(s_full));
    }

    [Fact]
    public void What_is_absent_stays_absent()
    {
        var bare = new ApiEvent { Id = s_full.Id, Position = s_full.Position, At = s_full.At, Method = "GET", Path = "/", SourceFormat = "kong" };

        Assert.Equal(bare with { Position = Parsing.Position }, Assert.Single(s_format.All(Write(bare)).Calls));
    }

    [Fact]
    public void Every_truncation_is_refused_and_what_is_left_over_too()
    {
        var record = Write(s_full);
        for (var length = 0; length < record.Length; length++)
            Assert.NotEmpty(Refusal(record[..length]));
        Assert.Contains("left over", Refusal([.. record, 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_schema_is_named_and_not_guessed_at()
    {
        var record = Write(s_full);
        record[3] ^= 1;

        Assert.Contains("has schema", Refusal(record), StringComparison.Ordinal);
        Assert.Contains("C3 01", Refusal([1, 2, 3]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("time")]
    [InlineData("bytes")]
    [InlineData("environment")]
    [InlineData("format")]
    public void Impossible_values_are_refused(string what)
    {
        var wrong = what switch
        {
            "status" => s_full with { Status = 99 },
            "time" => s_full with { At = DateTimeOffset.UnixEpoch.AddDays(-1) },
            "bytes" => s_full with { ResponseBytes = -1 },
            "environment" => s_full with { Environment = "a b" },
            _ => s_full with { SourceFormat = "" },
        };

        Assert.Contains("does not fit the schema", Refusal(Write(wrong)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_millions_is_refused() => Assert.Contains(
        "more than 256", Refusal(Write(s_full with { RequestHeaders = [.. Enumerable.Repeat(new HeaderField("", ""), 300)] })), StringComparison.Ordinal);

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(s_format.TryReadTime(Write(s_full), out var at));
        Assert.Equal(s_full.At, at);
        Assert.False(s_format.TryReadTime(Write(s_full).AsSpan(0, 20), out _));
    }
}
