using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

/// <summary>Privacy at the door: what is not wanted never gets into a call.</summary>
public class CaptureTests
{
    private static ApiEvent Read(CaptureOptions options, string headers = "\"accept\":\"*/*\"", string body = "secret")
    {
        var record = $$"""
            {"start_time":1,"request":{"method":"GET","uri":"/","headers":{ {{headers}} },"body":"{{body}}"},"response":{"status":200,"headers":{"x-version":"7"},"body":"{{body}}"} }
            """;
        var parsed = new ParsedRecords { Capture = new CaptureLimits(options) };
        new ApisixLog().Parse(new RawRecord(Encoding.UTF8.GetBytes(record), Parsing.Position, default), parsed);
        return Assert.Single(parsed.Calls);
    }

    [Fact]
    public void No_bodies_are_taken_where_none_are_wanted()
    {
        var call = Read(new CaptureOptions { BodyBytes = 0 });

        Assert.Equal((null, null), (call.RequestBody, call.ResponseBody));
    }

    [Theory]
    [InlineData("abcdef", "abcd")]
    [InlineData("abc\u00e9", "abc")]
    [InlineData("abcd", "abcd")]
    [InlineData("\U0001F600x", "\U0001F600")]
    public void A_body_is_cut_between_two_characters(string body, string kept)
    {
        var call = Read(new CaptureOptions { BodyBytes = 4 }, body: body);

        Assert.Equal((kept, kept), (call.RequestBody, call.ResponseBody));
    }

    [Fact]
    public void A_dropped_header_is_not_even_evidence()
    {
        const string headers = "\"Authorization\":\"Bearer t\",\"X-Forwarded-For\":\"198.51.100.9\",\"accept\":\"*/*\"";
        var call = Read(new CaptureOptions { DroppedHeaders = ["AUTHORIZATION", "x-forwarded-for", "Accept"] }, headers);

        Assert.Null(call.Authentication);
        Assert.Null(call.ForwardedFor);
        Assert.Null(call.RequestHeaders);
    }

    [Fact]
    public void A_header_of_ones_own_is_kept()
    {
        var call = Read(new CaptureOptions { KeptHeaders = ["X-Tenant", "X-Version"] }, "\"x-tenant\":\"acme\"");

        Assert.Equal(new HeaderField("x-tenant", "acme"), Assert.Single(call.RequestHeaders!));
        Assert.Equal(new HeaderField("x-version", "7"), Assert.Single(call.ResponseHeaders!));
    }

    [Fact]
    public void Long_values_are_cut_and_many_fields_counted()
    {
        var call = Read(
            new CaptureOptions { HeaderBytes = 64, Headers = 2 },
            $"\"user-agent\":\"{new string('a', 5000)}\",\"accept\":[\"1\",\"{new string('b', 100)}\",\"3\"],\"origin\":\"4\"");

        Assert.Equal((64, 2, 64), (call.UserAgent!.Length, call.RequestHeaders!.Count, call.RequestHeaders[1].Value.Length));
    }

    [Theory]
    [InlineData("combined", "203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"https://a.example/\" \"curl\" \"198.51.100.9\"")]
    [InlineData("traefik-clf", "203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"https://a.example/\" \"curl\" 5 \"a@docker\" \"http://10.0.0.1:80\" 42ms")]
    [InlineData("envoy", "{\"start_time\":\"2026-11-23T20:28:01Z\",\"method\":\"GET\",\"path\":\"/\",\"user_agent\":\"curl\",\"x_forwarded_for\":\"198.51.100.9\"}")]
    [InlineData("haproxy", "203.0.113.7:1 [23/Nov/2026:20:28:01.250] in be/one 0/0/0/0/0 200 2750 sid=abc - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"")]
    [InlineData("edge", "{\"ts\":\"2026-11-23T20:28:01Z\",\"m\":\"GET\",\"p\":\"/\",\"auth\":\"Bearer t\",\"jar\":\"sid=abc\"}")]
    public void A_dropped_header_is_dropped_wherever_a_format_finds_it(string format, string record)
    {
        var formats = FormatCatalog.Create(new FormatOptions
        {
            Mapped = [new MappedJson.Options { Name = "edge", Fields = Parsing.Map(("time", "ts"), ("method", "m"), ("path", "p"), ("authorization", "auth"), ("cookies", "jar")) }],
        });
        ApiEvent Parse(CaptureOptions options)
        {
            var parsed = new ParsedRecords { Capture = new CaptureLimits(options) };
            formats[format].Parse(new RawRecord(Encoding.UTF8.GetBytes(record), Parsing.Position, default), parsed);
            return Assert.Single(parsed.Calls);
        }

        var whole = Parse(new CaptureOptions());
        var call = Parse(new CaptureOptions { DroppedHeaders = ["User-Agent", "referer", "X-Forwarded-For", "cookie", "authorization"] });

        Assert.True((whole.UserAgent ?? whole.Referer ?? whole.ForwardedFor) is not null || whole.Authentication is not null);
        Assert.Equal((null, null, null), (call.UserAgent, call.Referer, call.ForwardedFor));
        Assert.Null(call.Authentication);
    }

    [Fact]
    public void A_long_user_agent_of_a_line_is_cut()
    {
        var parsed = new ParsedRecords { Capture = new CaptureLimits(new CaptureOptions { HeaderBytes = 64 }) };
        var line = $"203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"{new string('a', 63)}\u00e9b\"";
        new Combined().Parse(new RawRecord(Encoding.UTF8.GetBytes(line), Parsing.Position, default), parsed);

        Assert.Equal(new string('a', 63), Assert.Single(parsed.Calls).UserAgent);
    }
}
