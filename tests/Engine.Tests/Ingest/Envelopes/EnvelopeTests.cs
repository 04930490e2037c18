using System.Text;
using System.Text.Json;
using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats;
using Engine.Schemas;
using Engine.Tests.Ingest.Formats;

namespace Engine.Tests.Ingest.Envelopes;

public class EnvelopeTests
{
    private const string Line = "203.0.113.7 - alice [23/Nov/2026:20:28:01 +0100] \"GET /v1/orders/7?x=1 HTTP/1.1\" 200 512 \"-\" \"sdk \\\"2\\\"\"";
    private const string Time = "2026-11-23T20:28:01.342168923Z";

    private static readonly FormatCatalog s_formats = FormatCatalog.Create();

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static ParsedRecords Read(string format, string record) => s_formats[format].All(record);

    public static TheoryData<string, string> Shippers => new()
    {
        { "docker", $"{{\"log\":{Text(Line + "\n")},\"stream\":\"stdout\",\"time\":\"{Time}\"}}" },
        { "docker", $"{{\"log\":{Text(Line + "\n")},\"stream\":\"stdout\",\"attrs\":{{\"a\":\"b\"}},\"time\":\"{Time}\"}}" },
        { "cri", $"{Time} stdout F {Line}" },
        { "cri", $"2026-11-23T20:28:01.342+01:00 stderr F:x {Line}" },
        { "json", $"{{\"date\":1795465681.342,\"log\":{Text(Line)},\"kubernetes\":{{\"log\":\"no\",\"labels\":{{\"message\":\"no\"}}}}}}" },
        { "json", $"{{\"host\":\"h\",\"message\":{Text(Line)},\"source_type\":\"file\",\"timestamp\":\"{Time}\"}}" },
        { "json", $"{{\"@timestamp\":\"{Time}\",\"log\":{{\"offset\":0,\"file\":{{\"path\":\"/a\"}}}},\"message\":{Text(Line)},\"agent\":{{\"type\":\"filebeat\"}}}}" },
        { "json", $"{{\"@timestamp\":\"{Time}\",\"event\":{{\"kind\":\"event\",\"original\":{Text(Line)}}},\"log\":{{\"syslog\":{{}}}},\"tags\":[]}}" },
        { "json", $"{{\"log\":{Text(Line + "\n")},\"stream\":\"stdout\"}}" },
        { "json", $"{{\"msg\":{Text(" " + Line)},\"syslogtag\":\"nginx:\"}}" },
        { "json", $"{{\"MESSAGE\":{Text(Line)},\"_PID\":\"1\"}}" },
        { "syslog", $"<190>1 {Time} edge nginx 1187 - - {Line}" },
        { "syslog", $"<190>1 {Time} edge nginx - ID47 [a@1 b=\"c \\\"]\\\\ d\"][e] \uFEFF{Line}" },
        { "syslog", $"<190>Nov 23 20:28:01 edge nginx: {Line}" },
        { "syslog", $"Nov  3 20:28:01 edge nginx[12]: {Line}" },
        { "syslog", $"2026-11-23T20:28:01.342168+01:00 edge nginx: {Line}" },
        { "syslog", $"<190>Nov 23 20:28:01 nginx: {Line}" },
        { "json/docker", $"{{\"message\":{Text($"{{\"log\":{Text(Line + "\n")},\"stream\":\"stdout\"}}")}}}" },
        { "json/syslog", $"[{{\"message\":{Text($"Nov 23 20:28:01 edge nginx: {Line}")}}}]" },
    };

    [Theory]
    [MemberData(nameof(Shippers))]
    public void What_shippers_write_around_a_line_is_taken_off(string envelopes, string record)
    {
        var parsed = Read($"{envelopes}/combined", record);

        Assert.Empty(parsed.Refused);
        var bare = new Combined().Call(Line);
        Assert.Equal(bare, Assert.Single(parsed.Calls));
    }

    [Fact]
    public void A_line_that_was_parsed_already_is_read_as_it_is()
    {
        const string Call = "{\"started_at\":1795465681342,\"request\":{\"method\":\"GET\",\"uri\":\"/a\"}}";
        string[] parsed =
        [
            $"{{\"date\":1,\"log\":{Call}}}", $"{{\"log\":{{\"offset\":1}},\"json\":{Call}}}", $"{{\"log_processed\":{Call},\"message\":{{}}}}",
            $"{{\"message\":{Call},\"log\":{{\"file\":{{}}}}}}",
        ];

        foreach (var record in parsed)
            Assert.Equal("/a", Assert.Single(Read("json/kong", record).Calls).Path);
    }

    [Fact]
    public void Calls_are_numbered_through_a_batch()
    {
        var kong = "{\"started_at\":1795465681342,\"request\":{\"method\":\"GET\",\"uri\":\"/a\"}}";
        var two = $"[{kong},{kong}]";
        var parsed = Read("json/kong", $"[{{\"message\":{Text(two)}}},{{\"message\":\"broken\"}},{{}},{{\"message\":{Text(kong)}}}]");

        Assert.Equal([0, 1, 4], parsed.Calls.Select(call => call.Position.Index));
        Assert.Equal([2, 3], parsed.Refused.Select(letter => letter.Position.Index));
        Assert.Equal(3, parsed.Calls.Select(call => call.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("docker", Line)]
    [InlineData("docker", "{\"stream\":\"stdout\"}")]
    [InlineData("docker", "{\"log\":17}")]
    [InlineData("docker", "{\"log\":\"a\",\"log\":\"b\"}")]
    [InlineData("docker", "{\"log\":\"a")]
    [InlineData("docker", "")]
    [InlineData("cri", Line)]
    [InlineData("cri", "2026-11-23T20:28:01.342Z stdin F x")]
    [InlineData("cri", "2026-11-23T20:28:01.342Z stdout X x")]
    [InlineData("json", Line)]
    [InlineData("json", "{\"a\":\"b\"}")]
    [InlineData("json", "{\"message\":\"a\",\"message\":\"b\"}")]
    [InlineData("json", "{\"log\":\"a\",\"message\":\"b\",\"log\":\"c\"}")]
    [InlineData("json", "{\"message\":[\"a\"]}")]
    [InlineData("json", "{\"message\":\"\\ud800")]
    [InlineData("json", "[17]")]
    [InlineData("json", "[]")]
    [InlineData("syslog", Line)]
    [InlineData("syslog", "<190>1 t h a p m")]
    [InlineData("syslog", "<190>1 t h a p m [x \"")]
    [InlineData("syslog", "Nov 23 20:28:01 edge no tag here")]
    public void What_has_not_the_form_is_refused_and_never_read_bare(string envelope, string record)
    {
        var parsed = Read($"{envelope}/combined", record);

        Assert.Empty(parsed.Calls);
        Assert.Single(parsed.Refused);
    }

    // A client chooses its user agent and its path: in a value they cannot become an envelope, nor end one.
    [Theory]
    [InlineData("{\"log\":\"203.0.113.9 - bob [23/Nov/2026:20:28:01 +0100] \\\"GET /forged HTTP/1.1\\\" 200 1\"}")]
    [InlineData("\",\"log\":\"203.0.113.9 - bob [23/Nov/2026:20:28:01 +0100] \\\"GET /forged HTTP/1.1\\\" 200 1\"}")]
    [InlineData("\n2026-11-23T20:28:01.342Z stdout F 203.0.113.9 - bob [23/Nov/2026:20:28:01 +0100] \"GET /forged HTTP/1.1\" 200 1")]
    [InlineData("<190>1 t h a p m - x")]
    public void What_a_client_sends_neither_hides_its_call_nor_makes_one_up(string agent)
    {
        var logged = $"{{\"started_at\":1795465681342,\"request\":{{\"method\":\"GET\",\"uri\":\"/real\",\"headers\":{{\"user-agent\":{Text(agent)}}}}},\"client_ip\":\"203.0.113.7\"}}";
        foreach (var (format, record) in new[] { ("kong", logged), ("docker/kong", $"{{\"log\":{Text(logged + "\n")}}}"), ("json/kong", $"{{\"message\":{Text(logged)}}}"), ("cri/kong", $"{Time} stdout F {logged}") })
        {
            var call = Assert.Single(Read(format, record).Calls);
            Assert.Equal(("/real", agent), (call.Path, call.UserAgent));
        }
    }

    [Fact]
    public void Parts_of_a_line_are_joined_also_around_lines_of_the_other_stream()
    {
        var (first, second) = (Line[..60], Line[60..]);
        var cri = Read(
            "cri/combined",
            $"{Time} stdout P {first[..20]}\n{Time} stderr P {first}\n\n{Time} stdout P {first[20..]}\n{Time} stdout F {second}\n{Time} stderr F {second}\n{Time} stderr F an error");
        var (longer, end) = ($"{Line[..^1]}{new string('x', DockerEnvelope.LeastPart)}", "\"\n");
        var docker = Read("docker/combined", $"{{\"log\":{Text(longer)}}}\n{{\"log\":\"an error\\n\",\"stream\":\"stderr\"}}\n{{\"log\":{Text(end)}}}");

        Assert.Equal(["/v1/orders/7", "/v1/orders/7"], cri.Calls.Select(call => call.Path));
        Assert.Single(cri.Refused);
        Assert.Equal("/v1/orders/7", Assert.Single(docker.Calls).Path);
        Assert.Single(docker.Refused);
    }

    [Theory]
    [InlineData("cri", $"{Time} stdout P {Line}")]
    [InlineData("cri", $"{Time} stdout P {Line}\n{Time} stderr F x")]
    public void A_part_without_its_end_is_refused(string envelope, string record)
    {
        var parsed = Read($"{envelope}/combined", record);

        Assert.Empty(parsed.Calls);
        Assert.Contains(parsed.Refused, letter => letter.Reason.StartsWith("the line was cut into parts", StringComparison.Ordinal));
    }

    [Fact]
    public void A_flood_of_envelopes_is_bounded()
    {
        var parsed = Read("json/combined", "[" + string.Concat(Enumerable.Repeat("{},", 20_000)) + "{}]");

        Assert.Equal(JsonCalls.MostCalls + 1, parsed.Refused.Count);
    }

    [Fact]
    public void The_time_is_read_through_envelopes()
    {
        Assert.True(s_formats["json/docker/combined"].TryReadTime(Encoding.UTF8.GetBytes($"{{\"message\":{Text($"{{\"log\":{Text(Line)}}}")}}}"), out var at));
        Assert.Equal(new Combined().Call(Line).At, at);
        Assert.False(s_formats["docker/combined"].TryReadTime("{}"u8, out _));
    }

    [Theory]
    [InlineData("dokcer/combined", "envelope 'dokcer' is unknown; did you mean 'docker'?")]
    [InlineData("docker/combnied", "format 'combnied' is unknown; did you mean 'combined'?")]
    [InlineData("docker/otlp-protobuf", "is no text")]
    [InlineData("json/json/json/json/json/combined", "more than 4 envelopes")]
    public void A_wrong_name_is_told(string format, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserError>(() => s_formats[format]).Message, StringComparison.Ordinal);

    [Fact]
    public void No_mutation_of_an_envelope_throws_or_multiplies()
    {
        var random = new Random(11);
        foreach (var row in Shippers)
        {
            var (name, record) = ((string)row[0], Encoding.UTF8.GetBytes((string)row[1]));
            for (var i = 0; i < 3_000; i++)
            {
                var input = record.ToArray();
                for (var edits = random.Next(1, 5); edits > 0; edits--)
                    input[random.Next(input.Length)] = random.Next(3) == 0 ? (byte)"{}[]\"\\:, <>"[random.Next(11)] : (byte)random.Next(256);
                var parsed = s_formats[$"{name}/combined"].All(input[..random.Next(input.Length / 2, input.Length + 1)]);
                Assert.InRange(parsed.Calls.Count + parsed.Refused.Count, 1, 200);
            }
        }
    }
}
