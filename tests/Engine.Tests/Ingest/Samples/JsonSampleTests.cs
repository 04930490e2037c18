using System.Globalization;
using System.Net;

using System.Text.Json;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Otlp;
using Engine.Tests.Ingest.Formats;
using Engine.Tests.Ingest.Formats.Otlp;

namespace Engine.Tests.Ingest.Samples;

/// <summary>Formats of JSON and OpenTelemetry on records that others wrote.</summary>
public class JsonSampleTests
{
    private static readonly Dictionary<string, IRecordFormat> s_formats = new()
    {
        ["traefik_json"] = new TraefikJson(),
        ["caddy-logs"] = new CaddyLog(),
    };

    public static TheoryData<string> Tests => [.. s_formats.Keys];

    [SampleTheory]
    [MemberData(nameof(Tests))]
    public void Lines_of_a_parser_test_give_what_it_expects(string name)
    {
        var test = CrowdSecTest.Load(name);
        var calls = 0;
        foreach (var (line, expected) in test.Lines.Zip(test.Expected))
        {
            var parsed = s_formats[name].All(line);
            if (expected?.GetValueOrDefault("meta.log_type")?.StartsWith("http_", StringComparison.Ordinal) != true)
            {
                Assert.Empty(parsed.Calls);
                continue;
            }

            SampleFields.Check(expected, Assert.Single(parsed.Calls));
            calls++;
        }

        Assert.InRange(calls, 5, test.Lines.Count);
    }

    [SampleFact]
    public void The_entry_of_Kong_is_read()
    {
        var call = new KongLog().Call(SampleData.Text("formats/kong_log_2.2.json.zst"));

        Assert.Equal(("GET", "http", "localhost", "/log", 200), (call.Method, call.Scheme, call.Host, call.Path, call.Status));
        Assert.Equal((138L, 827L, 515.0), (call.RequestBytes, call.ResponseBytes, call.Duration!.Value.TotalMilliseconds));
        Assert.Equal((IPAddress.Parse("192.168.144.1"), "HTTPie/2.4.0", "httpbin.org", "foo"), (call.PeerAddress, call.UserAgent, call.Hop!.Callee, call.Authentication!.Consumer));
    }

    // Two of the six are no whole entries: a logger's own format, and a fragment that shows where the body stands.
    [SampleFact]
    public void Entries_of_APISIX_are_read_and_fragments_refused()
    {
        var parsed = SampleData.Lines("formats/apisix_log_examples.jsonl.zst")
            .Select(line => (Log: JsonDocument.Parse(line).RootElement.GetProperty("log"), Line: line))
            .Select(example => (example.Log, Parsed: new ApisixLog().All(example.Log.GetRawText()))).ToList();

        Assert.Equal([1, 1, 0, 1, 0, 1], parsed.Select(example => example.Parsed.Calls.Count));
        foreach (var (log, result) in parsed.Where(example => example.Parsed.Calls.Count == 1))
        {
            var entry = log.ValueKind == JsonValueKind.Array ? log[0] : log;
            var call = result.Calls[0];
            var request = entry.GetProperty("request");
            Assert.Equal(entry.GetProperty("start_time").GetInt64(), call.At.ToUnixTimeMilliseconds());
            Assert.Equal(entry.GetProperty("client_ip").GetString(), $"{call.PeerAddress}");
            Assert.Equal(request.GetProperty("uri").GetString(), call.Query is null ? call.Path : $"{call.Path}?{call.Query}");
            Assert.Equal((request.GetProperty("method").GetString(), request.GetProperty("size").GetInt64()), (call.Method, call.RequestBytes));
            Assert.Equal(entry.GetProperty("response").GetProperty("status").GetInt32(), call.Status);
            Assert.Equal(entry.GetProperty("response").GetProperty("size").GetInt64(), call.ResponseBytes);
            Assert.Equal(request.TryGetProperty("body", out var body) ? body.GetString() : null, call.RequestBody);
        }
    }

    [SampleTheory]
    [InlineData("formats/otlp_trace.json.zst")]
    [InlineData("formats/otlp_logs.json.zst")]
    public void Examples_of_OTLP_hold_no_call_and_are_counted(string path)
    {
        var parsed = new OtlpJson().All(SampleData.Bytes(path));

        Assert.Equal((0, 0, 1L), (parsed.Calls.Count, parsed.Refused.Count, parsed.Skipped));
    }

    // Real spans of two systems, as their gRPC instrumentation would send them today.
    [SampleFact]
    public void Spans_of_real_systems_are_calls_with_their_operation()
    {
        var csv = SampleData.Archive("traces/nezha_spans.tar.zst").OrderBy(file => file.Key, StringComparer.Ordinal).First().Value;
        var rows = SampleData.Split(csv).Skip(1).Select(row => row.Split(',')).Where(row => row[4].Contains('/')).Take(5_000).ToList();
        var spans = rows.Select(row => new OtlpElement(("rpc.system.name", "grpc"), ("rpc.method", row[4]))
        {
            Trace = row[0],
            Span = row[1],
            Parent = row[2] == "root" ? new string('0', 16) : row[2],
            From = ulong.Parse(row[5], CultureInfo.InvariantCulture),
            To = ulong.Parse(row[6], CultureInfo.InvariantCulture),
        }).ToArray();
        var json = new OtlpJson().All(OtlpJsonText.Of(spans));
        var protobuf = new OtlpProtobuf().All(OtlpProtobufBytes.Of(spans));

        Assert.Empty(json.Refused);
        Assert.Equal(json.Calls, protobuf.Calls.Select(call => call with { SourceFormat = OtlpJson.Name }));
        foreach (var (row, call) in rows.Zip(json.Calls))
        {
            Assert.Equal(($"/{row[4].TrimStart('/')}", row[0], row[1]), (call.Path, call.Trace!.TraceId, call.Trace.SpanId));
            Assert.Equal((row[2] == "root" ? null : row[2], (long)(ulong.Parse(row[6], CultureInfo.InvariantCulture) - ulong.Parse(row[5], CultureInfo.InvariantCulture)) / 100), (call.Trace.ParentSpanId, call.Duration!.Value.Ticks));
        }
    }
}
