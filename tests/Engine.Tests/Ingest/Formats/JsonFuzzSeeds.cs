using System.Text;
using Avro.IO;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;
using Engine.Tests.Ingest.Formats.Otlp;

namespace Engine.Tests.Ingest.Formats;

/// <summary>Good records of the formats that are JSON, OpenTelemetry or Avro.</summary>
internal static class JsonFuzzSeeds
{
    private static readonly OtlpElement[] s_spans =
    [
        new(
            ("http.request.method", "GET"), ("url.path", "/v1/orders/7"), ("http.response.status_code", 200), ("network.peer.address", "10.0.0.3"), ("client.address", "198.51.100.9"),
            ("http.request.header.accept", new[] { "a", "b" }), ("http.request.body.size", 17), ("enduser.id", "alice"), ("user_agent.original", "curl")),
        OtlpElement.Client(("http.method", "POST"), ("http.url", "https://pay.example/v1"), ("peer.service", "pay")),
        OtlpElement.Client(("db.system", "redis"), ("db.operation", "get")),
        new(("rpc.system", "grpc"), ("rpc.service", "a.B"), ("rpc.method", "C"), ("rpc.grpc.status_code", 7)),
    ];

    public static IReadOnlyDictionary<string, byte[][]> ByFormat { get; } = new Dictionary<string, byte[][]>
    {
        ["kong"] = Texts(
            "{\"service\":{\"name\":\"orders\"},\"request\":{\"size\":138,\"uri\":\"/v1\\u002fo\\ud83d\\ude00\",\"url\":\"http://a:80/\",\"headers\":{\"host\":\"a:1\",\"authorization\":\"Basic YTpi\",\"cookie\":\"sid=1; b\",\"accept\":[\"a\",\"b\"]},\"method\":\"GET\"},\"response\":{\"headers\":{\"location\":\"/\"},\"status\":200,\"size\":8},\"latencies\":{\"request\":5},\"consumer\":{\"username\":\"c\"},\"client_ip\":\"203.0.113.7\",\"started_at\":1795465681342}"),
        ["envoy"] =
        Texts(
            "{\"start_time\":\"2026-11-23T20:28:01.250Z\",\"method\":\"GET\",\"path\":\"/a?b\",\"response_code\":200,\"bytes_received\":1,\"bytes_sent\":2,\"duration\":3,\"authority\":\"a:1\",\"upstream_cluster\":\"outbound|80||b\",\"downstream_remote_address\":\"203.0.113.7:1\",\"x_forwarded_for\":null}"),
        ["apisix"] =
        Texts(
            "{\"request\":{\"uri\":\"/a?b\",\"method\":\"GET\",\"headers\":{\"host\":\"a\",\"user-agent\":\"curl\"},\"size\":1},\"response\":{\"status\":200,\"size\":2,\"headers\":{}},\"client_ip\":\"203.0.113.7\",\"start_time\":1795465681342,\"latency\":1.5,\"consumer\":{\"username\":\"c\"}}"),
        ["otlp-json"] = [OtlpJsonText.Of(s_spans), OtlpJsonText.Of(s_spans, isLogs: true)],
        ["otlp-protobuf"] = [OtlpProtobufBytes.Of(s_spans), OtlpProtobufBytes.Of(s_spans, isLogs: true)],
        ["mirror"] = Texts(
            "{\"time\":1795465681.25,\"client\":{\"address\":\"203.0.113.7\",\"port\":1},\"request\":{\"method\":\"PUT\",\"url\":\"https://a.example/v1?x\",\"headers\":[{\"name\":\"Cookie\",\"value\":\"sid=1\"}],\"body\":\"eyJhIjoxfQ==\",\"body_encoding\":\"base64\"},\"response\":{\"status\":201,\"bytes\":5,\"headers\":{\"location\":[\"/\"]}},\"user\":\"a\",\"user_verified\":true,\"direction\":\"internal\"}"),
        ["har"] = Texts(
            "{\"log\":{\"version\":\"1.2\",\"entries\":[{\"startedDateTime\":\"2026-11-23T20:28:01.342Z\",\"time\":1.5,\"request\":{\"method\":\"GET\",\"url\":\"https://a.example/?b\",\"headers\":[{\"name\":\"User-Agent\",\"value\":\"curl\"}],\"bodySize\":-1},\"response\":{\"status\":200,\"headers\":[],\"content\":{\"size\":7,\"text\":\"eA==\",\"encoding\":\"base64\"},\"bodySize\":-1}},{\"startedDateTime\":\"2026-11-23T20:28:02Z\",\"request\":{\"method\":\"GET\",\"url\":\"/\"}}]}}"),
        ["aws-api-gateway"] = Texts(
            "{\"extendedRequestId\":\"e=\",\"requestTimeEpoch\":\"1795462081342\",\"requestTime\":\"23/Nov/2026:20:28:01 +0000\",\"ip\":\"203.0.113.7\",\"httpMethod\":\"GET\",\"path\":\"/a\",\"routeKey\":\"GET /{x}\",\"status\":\"200\",\"responseLength\":\"5\",\"sub\":\"-\",\"apiKeyId\":\"k\"}"),
        ["traefik-json"] = Texts(
            "{\"ClientAddr\":\"203.0.113.7:1\",\"ClientUsername\":\"-\",\"DownstreamStatus\":200,\"Duration\":15,\"RequestMethod\":\"GET\",\"RequestPath\":\"/a?b\",\"RequestProtocol\":\"HTTP/2.0\",\"StartUTC\":\"2026-11-23T20:28:01.587782192Z\",\"request_User-Agent\":\"curl\",\"downstream_Content-Type\":\"a\"}"),
        ["cloudflare"] = Texts(
            "{\"ClientIP\":\"203.0.113.7\",\"ClientRequestMethod\":\"GET\",\"ClientRequestURI\":\"/a?b\",\"Cookies\":{\"sid\":\"1\"},\"EdgeEndTimestamp\":\"2026-11-23T20:28:01.4Z\",\"EdgeResponseStatus\":200,\"EdgeResponseBytes\":5,\"EdgeStartTimestamp\":1795465681342000000,\"JA4\":\"a_b\",\"SecurityAction\":\"block\",\"SecurityRuleDescription\":\"engine\"}"),
        ["caddy"] = Texts(
            "{\"ts\":1795465681.7564995,\"logger\":\"http.log.access\",\"request\":{\"remote_ip\":\"203.0.113.7\",\"remote_port\":\"1\",\"proto\":\"HTTP/1.1\",\"method\":\"GET\",\"host\":\"a:1\",\"uri\":\"/a?b\",\"headers\":{\"User-Agent\":[\"curl\"],\"Authorization\":[]}},\"user_id\":\"\",\"duration\":0.1,\"size\":5,\"status\":200,\"resp_headers\":{}}"),
        ["nginx-json"] = Texts(
            "{\"time\":\"1795465681.342\",\"request_time\":\"0.015\",\"remote_addr\":\"203.0.113.7\",\"method\":\"GET\",\"uri\":\"/a?b\",\"status\":\"200\",\"client_subject\":\"CN=a\",\"client_verify\":\"SUCCESS\",\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"}"),
        ["engine-avro"] = [Avro()],
    };

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static byte[] Avro()
    {
        using var bytes = new MemoryStream();
        bytes.Write(TopicSchema.ApiEvent.SingleObjectPrefix());
        AvroApiEvent.Write(new BinaryEncoder(bytes), new ApiEvent
        {
            Id = EventId.From(7),
            Position = new SourcePosition("edge", 3, 99, 2),
            At = DateTimeOffset.FromUnixTimeMilliseconds(1795465681342),
            Method = "GET",
            Path = "/v1/orders/with-a-path-that-is-long-enough-to-be-hit",
            UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
            RequestHeaders = [new("accept", "a")],
            Status = 404,
            Authentication = new AuthenticationEvidence { Subject = "alice", Claims = [] },
            Trace = new TraceContext("0af7", "b7ad", null),
            SourceFormat = "kong",
        });
        return bytes.ToArray();
    }
}
