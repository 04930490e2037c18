using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class MappedJsonTests
{
    private static readonly Dictionary<string, string> s_fields = Parsing.Map(
        ("time", "ts"), ("method", "req.method"), ("uri", "req.uri"), ("status", "res.status"), ("address", "client"),
        ("duration", "took"), ("request_bytes", "in"), ("response_bytes", "out"), ("user", "user"), ("host", "req.host"),
        ("request_headers", "req.headers"), ("callee", "labels.app\\.name"), ("user_agent", "agent"));

    private static MappedJson Format(TimeEncoding time = TimeEncoding.Rfc3339, DurationUnit duration = DurationUnit.Milliseconds, bool verified = false) =>
        new(new MappedJson.Options { Name = "edge", Fields = s_fields, Time = time, Duration = duration, UserIsVerified = verified });

    private static string Log(
        string ts = "\"2026-11-23T20:28:01.123456+01:00\"", string status = "200", string uri = "\"/v1/orders/7?x=1\"", string rest = "") =>
        $$"""{"ignored":{"ts":1,"deep":[1,2]},"ts":{{ts}},"req":{"method":"get","uri":{{uri}},"host":"API.example:80"},"res":{"status":{{status}}},"labels":{"app.name":"orders"}{{rest}}}""";

    [Fact]
    public void Mapped_members_fill_the_call()
    {
        var call = Format().Call(Log(rest: ",\"client\":\"203.0.113.7:4711\",\"took\":12.5,\"in\":\"17\",\"out\":99,\"user\":42,\"agent\":[\"a\",\"b\"]"));

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 19, 28, 1, TimeSpan.Zero).AddMicroseconds(123456), call.At);
        Assert.Equal((TimePrecision.Microseconds, TimeSpan.FromMilliseconds(12.5)), (call.AtPrecision, call.Duration));
        Assert.Equal(("GET", "/v1/orders/7", "x=1", "api.example", 200), (call.Method, call.Path, call.Query, call.Host, call.Status));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 4711), (call.PeerAddress, call.PeerPort));
        Assert.Equal((17L, 99L, "42", "a", "orders"), (call.RequestBytes, call.ResponseBytes, call.Authentication?.Subject, call.UserAgent, call.Hop?.Callee));
        Assert.Equal(("edge", "staging"), (call.SourceFormat, call.Environment));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"-\"")]
    [InlineData("0")]
    public void An_absent_status_is_null(string status) => Assert.Null(Format().Call(Log(status: status)).Status);

    [Theory]
    [InlineData(TimeEncoding.UnixSeconds, "1795465681.25", 250_000)]
    [InlineData(TimeEncoding.UnixSeconds, "1795465681", 0)]
    [InlineData(TimeEncoding.UnixSeconds, "\"1795465681.250\"", 250_000)]
    [InlineData(TimeEncoding.UnixMilliseconds, "1795465681250", 250_000)]
    [InlineData(TimeEncoding.UnixMicroseconds, "1795465681250001", 250_001)]
    [InlineData(TimeEncoding.UnixNanoseconds, "1795465681250001999", 250_001)]
    public void Unix_times_are_exact_to_the_microsecond(TimeEncoding encoding, string ts, int microseconds) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795465681).AddMicroseconds(microseconds), Format(encoding).Call(Log(ts: ts)).At);

    [Theory]
    [InlineData("\"2026-11-23T20:28:01Z\"", TimePrecision.Seconds)]
    [InlineData("\"2026-11-23 20:28:01.5+0000\"", TimePrecision.Milliseconds)]
    [InlineData("\"2026-11-23T20:28:01.123456789Z\"", TimePrecision.Microseconds)]
    public void The_precision_is_what_was_written(string ts, TimePrecision precision) => Assert.Equal(precision, Format().Call(Log(ts: ts)).AtPrecision);

    [Theory]
    [InlineData(DurationUnit.Seconds, "0.005", 50_000)]
    [InlineData(DurationUnit.Milliseconds, "5", 50_000)]
    [InlineData(DurationUnit.Microseconds, "\"5000\"", 50_000)]
    [InlineData(DurationUnit.Nanoseconds, "5000000", 50_000)]
    [InlineData(DurationUnit.Seconds, "5e-3", 50_000)]
    public void Durations_are_in_their_unit(DurationUnit unit, string took, long ticks) =>
        Assert.Equal(new TimeSpan(ticks), Format(duration: unit).Call(Log(rest: $",\"took\":{took}")).Duration);

    [Theory]
    [InlineData("\"2026-11-23\"")]
    [InlineData("\"1969-12-31T23:59:59Z\"")]
    [InlineData("\"9999-12-31T23:59:59-01:00\"")]
    [InlineData("\"2026-13-01T00:00:00Z\"")]
    [InlineData("17")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_time_that_is_none_is_refused(string ts) => Assert.Contains("time", Format().Refusal(Log(ts: ts)), StringComparison.Ordinal);

    [Theory]
    [InlineData(",\"in\":-1", "request_bytes")]
    [InlineData(",\"out\":1.5", "response_bytes")]
    [InlineData(",\"out\":{}", "response_bytes")]
    [InlineData(",\"took\":-1", "duration")]
    [InlineData(",\"took\":true", "duration")]
    [InlineData(",\"client\":\"nobody\"", "address")]
    public void A_bad_value_is_refused_by_name(string rest, string named) =>
        Assert.Contains(named, Format().Refusal(Log(rest: rest)), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("[1,2]")]
    [InlineData("[]")]
    [InlineData("[{\"x\":[1]},2]")]
    [InlineData("true")]
    public void A_text_of_another_kind_never_hides_the_call(string agent) => Format().Call(Log(rest: $",\"agent\":{agent}"));

    [Fact]
    public void A_missing_path_is_refused() => Assert.Contains("path is missing", Format().Refusal(Log(uri: "null")), StringComparison.Ordinal);

    [Fact]
    public void Headers_are_taken_apart()
    {
        var log = Log().Replace("\"host\":", "\"headers\":{\"user-agent\":\"sdk\",\"authorization\":\"Bearer t\",\"accept\":\"*/*\"},\"host\":", StringComparison.Ordinal);
        var call = Format().Call(log);

        Assert.Equal(("sdk", "t", 1), (call.UserAgent, call.Authentication?.Credential, call.RequestHeaders?.Count));
    }

    [Fact]
    public void A_single_header_can_be_mapped_beside_the_headers()
    {
        var options = new MappedJson.Options
        {
            Name = "edge",
            Fields = new Dictionary<string, string> { ["time"] = "ts", ["method"] = "m", ["path"] = "p", ["request_headers"] = "h", ["user"] = "h.x-user" },
        };
        var call = new MappedJson(options).Call("""{"ts":"2026-11-23T20:28:01Z","m":"GET","p":"/a?b=1","h":{"x-user":"alice","accept":"a"}}""");

        Assert.Equal(("alice", 1, "/a", "b=1"), (call.Authentication?.Subject, call.RequestHeaders?.Count, call.Path, call.Query));
    }

    [Fact]
    public void A_request_line_can_stand_for_method_and_path()
    {
        var options = new MappedJson.Options { Name = "edge", Fields = new Dictionary<string, string> { ["time"] = "ts", ["request_line"] = "request" } };
        var call = new MappedJson(options).Call("""{"ts":"2026-11-23T20:28:01Z","request":"POST /a?b HTTP/2.0"}""");

        Assert.Equal(("POST", "/a", "b", "HTTP/2"), (call.Method, call.Path, call.Query, call.Protocol));
    }

    [Theory]
    [InlineData(true, "200", true)]
    [InlineData(true, "401", null)]
    [InlineData(false, "200", null)]
    public void A_user_is_verified_only_where_the_configuration_says_so(bool configured, string status, bool? verified) =>
        Assert.Equal(verified, Format(verified: configured).Call(Log(status: status, rest: ",\"user\":\"alice\"")).Authentication!.VerifiedByGateway);

    [Fact]
    public void Members_are_found_in_any_order_and_behind_escapes()
    {
        var call = Format().Call("""{"res":{"status":201},"\u0074s":"2026-11-23T20:28:01Z","req":{"host":"h","uri":"\/a\u0062","method":"PUT"}}""");

        Assert.Equal(("PUT", "/ab", 201), (call.Method, call.Path, call.Status));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var log = Log();
        for (var length = 0; length < log.Length; length++)
            Assert.Single(Format().All(log[..length]).Refused);
    }

    [Fact]
    public void All_problems_of_the_options_are_listed()
    {
        var options = new MappedJson.Options
        {
            Name = "No Good",
            Fields = new Dictionary<string, string> { ["methd"] = "m", ["status"] = "a..b", ["uri"] = "tries[0].uri", ["host"] = "" },
            Duration = (DurationUnit)17,
        };

        var message = Assert.Throws<UserError>(() => new MappedJson(options)).Message;

        foreach (var part in (string[])["name must be", "did you mean 'method'", "'a..b'", "index", "'host' has no path", "'time' is not mapped", "neither 'method'", "duration unit"])
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_mapped_is_stated_as_lacking()
    {
        Assert.Contains("trace_id", Format().Info.Lacks);
        Assert.DoesNotContain("status", Format().Info.Lacks);
    }

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(Format().TryReadTime(System.Text.Encoding.UTF8.GetBytes(Log()), out var at));
        Assert.Equal(Format().Call(Log()).At, at);
        Assert.False(Format().TryReadTime("{\"ts\":"u8, out _));
    }
}
