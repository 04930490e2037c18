using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class HarTests
{
    private static readonly Har s_format = new();

    private static string Entry(string url = "https://api.shop.example/v1/orders?x=1", string sizes = "17", string more = "", string content = "\"size\":512,\"mimeType\":\"application/json\",\"text\":\"ok\"") =>
        $$"""
        {"startedDateTime":"2026-11-23T20:28:01.342+01:00","time":12.5,{{more}}"request":{"method":"POST","url":"{{url}}","httpVersion":"HTTP/2.0","cookies":[],
        "headers":[{"name":":authority","value":"x"},{"name":"Host","value":"API.shop.example:443"},{"name":"User-Agent","value":"sdk/2"},{"name":"Cookie","value":"a=1"},{"name":"cookie","value":"sid=s3"}],
        "queryString":[{"name":"x","value":"1"}],"postData":{"mimeType":"application/json","text":"{}"},"headersSize":-1,"bodySize":{{sizes}}},
        "response":{"status":201,"statusText":"Created","httpVersion":"h2","headers":[{"name":"content-type","value":"application/json"}],"cookies":[],"content":{ {{content}} },"redirectURL":"","headersSize":-1,"bodySize":-1},
        "cache":{},"timings":{"send":0,"wait":12,"receive":0},"serverIPAddress":"192.0.2.1"}
        """;

    private static string Document(params string[] entries) =>
        $"{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"t\",\"version\":\"1\"}},\"pages\":[{{\"entries\":[1]}}],\"entries\":[{string.Join(',', entries)}],\"comment\":\"\"}}}}";

    [Fact]
    public void An_entry_gives_every_field()
    {
        var call = s_format.Call(Document(Entry(more: "\"_clientAddress\":\"203.0.113.7\",")));

        Assert.Equal(DateTimeOffset.Parse("2026-11-23T19:28:01.342Z"), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start, TimeSpan.FromMilliseconds(12.5)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal(("POST", "https", "api.shop.example", "/v1/orders", "x=1", "HTTP/2"), (call.Method, call.Scheme, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((201, 17L, 512L, "{}", "ok"), (call.Status, call.RequestBytes, call.ResponseBytes, call.RequestBody, call.ResponseBody));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), "sdk/2", "s3"), (call.PeerAddress, call.UserAgent, call.Authentication?.Session));
        Assert.Equal(new HeaderField("content-type", "application/json"), Assert.Single(call.ResponseHeaders!));
    }

    [Fact]
    public void Every_entry_is_a_call_with_its_index()
    {
        var parsed = s_format.All(Document(Entry(), Entry(url: ""), "17", Entry()));

        Assert.Equal([0, 3], parsed.Calls.Select(call => call.Position.Index));
        Assert.Equal([(1, "the path is missing"), (2, "not an object")], parsed.Refused.Select(letter => (letter.Position.Index, letter.Reason)));
    }

    [Fact]
    public void Less_than_nothing_is_not_measured()
    {
        var call = s_format.Call(Document(Entry(sizes: "-1", content: "\"size\":-1").Replace("\"time\":12.5", "\"time\":-1", StringComparison.Ordinal)));

        Assert.Equal((null, null, null), (call.Duration, call.RequestBytes, call.ResponseBytes));
    }

    [Fact]
    public void A_body_that_is_no_text_is_decoded() =>
        Assert.Equal("{\"a\":1}", s_format.Call(Document(Entry(content: "\"size\":7,\"encoding\":\"base64\",\"text\":\"eyJhIjoxfQ==\""))).ResponseBody);

    [Fact]
    public void A_credential_of_a_refused_entry_is_masked_in_its_sample()
    {
        var record = Document("{\"request\":{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer s3cr3t\"},{ \"name\" : \"x-api-key\" , \"value\" : \"k-s3cr3t\" }]}}");

        var sample = Assert.Single(s_format.All(record).Refused).Sample;
        Assert.DoesNotContain("s3cr3t", sample, StringComparison.Ordinal);
        Assert.Contains("Authorization", sample, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "no call")]
    [InlineData("{\"log\":{\"entries\":[]}}", "no call")]
    [InlineData("{\"log\":{\"entries\":17}}", "no call")]
    [InlineData("{\"entries\":[{}]}", "no call")]
    [InlineData("{\"log\":{\"entries\":[{}]}}", "time is missing")]
    [InlineData("{\"log\":{\"entries\":[{\"startedDateTime\":17}]}}", "time is not RFC 3339")]
    [InlineData("plain", "not a JSON")]
    public void What_is_missing_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void A_flood_of_entries_is_bounded()
    {
        var parsed = s_format.All(Document([.. Enumerable.Repeat("{}", JsonCalls.MostCalls * 2)]));

        Assert.Equal(JsonCalls.MostCalls + 1, parsed.Refused.Count);
    }

    [Fact]
    public void Calls_before_a_truncation_stand_and_the_rest_is_refused()
    {
        var record = Document(Entry(), Entry());
        for (var length = 0; length < record.Length; length++)
            Assert.InRange(s_format.All(record[..length]).Refused.Count, 1, 1);
    }

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Document(Entry()));
}
