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
}
