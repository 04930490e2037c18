using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Engine.Ingest.Sources.Receivers;

namespace Engine.Tests.Ingest.Sources.Receivers;

/// <summary>What the OTLP specification asks of a server. The formats' names stand in: nothing is decoded here.</summary>
public sealed class OtlpHttpTests
{
    // One ResourceSpans of length 3.
    private static readonly byte[] s_request = [0x0A, 3, 1, 2, 3];

    private static ReceiverOptions Otlp => Receiving.Source(ReceiverKind.Otlp) with { Formats = ["combined", "kong"] };

    [Theory]
    [InlineData("/v1/traces")]
    [InlineData("/v1/logs")]
    public async Task A_request_in_protobuf_is_kept_as_it_is_and_answered_by_an_empty_message(string path)
    {
        await using var receiving = await Receiving.StartAsync(Otlp);
        using var answer = await PostAsync(receiving, path, s_request, "application/x-protobuf");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/x-protobuf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(["\n\u0003\u0001\u0002\u0003"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_request_in_json_is_kept_whole_and_answered_in_json()
    {
        await using var receiving = await Receiving.StartAsync(Otlp);
        using var answer = await PostAsync(receiving, "/v1/traces", Files.Gzip("{\n\"resourceSpans\": []\n}"), "application/json; charset=utf-8", "gzip");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["{\n\"resourceSpans\": []\n}"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_kept_once()
    {
        await using var receiving = await Receiving.StartAsync(Otlp);
        for (var i = 0; i < 2; i++)
        {
            using var answer = await PostAsync(receiving, "/v1/traces", s_request, "application/x-protobuf");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Single((await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_refusal_is_a_status_in_the_encoding_of_the_request()
    {
        await using var receiving = await Receiving.StartAsync(Otlp with { Token = "t" });
        using var json = await PostAsync(receiving, "/v1/logs", "{}"u8.ToArray(), "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, json.StatusCode);
        Assert.Equal(16, JsonDocument.Parse(await json.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetInt32());
        using var protobuf = await PostAsync(receiving, "/v1/logs", s_request, "application/x-protobuf");
        var status = await protobuf.Content.ReadAsByteArrayAsync();
        Assert.Equal([0x08, 16, 0x12], status[..3]);
    }

    [Theory]
    [InlineData("text/plain", "x", 415)]
    [InlineData("application/json", "{\"resourceSpans\": [", 400)]
    [InlineData("application/json", "", 400)]
    [InlineData("application/x-protobuf", "\n\u0003ab", 400)]
    [InlineData("application/x-protobuf", "GET /v1/orders", 400)]
    [InlineData("application/x-protobuf", "", 200)]
    public async Task What_cannot_be_a_request_is_refused_for_good(string type, string body, int status)
    {
        await using var receiving = await Receiving.StartAsync(Otlp);
        using var answer = await PostAsync(receiving, "/v1/traces", System.Text.Encoding.UTF8.GetBytes(body), type);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Null(answer.Headers.RetryAfter);
        Assert.Empty((await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_full_journal_says_when_to_come_again()
    {
        await using var receiving = await Receiving.StartAsync(Otlp with { Limits = new ReceiverLimits { Journal = 16 * 1024 * 1024 } });
        // One ResourceSpans of 4,000,000 bytes.
        byte[] body = [0x0A, 0x80, 0x92, 0xF4, 0x01, .. new byte[4_000_000]];
        HttpResponseMessage answer;
        while ((answer = await PostAsync(receiving, "/v1/traces", body, "application/x-protobuf")).StatusCode == HttpStatusCode.OK)
        {
            answer.Dispose();
            body[^1]++;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        answer.Dispose();
    }

    private static Task<HttpResponseMessage> PostAsync(Receiving receiving, string path, byte[] body, string type, string? encoding = null) =>
        receiving.PostAsync(new Uri(receiving.Url, path), body, request =>
        {
            request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            if (encoding is not null)
                request.Content.Headers.ContentEncoding.Add(encoding);
        });
}
