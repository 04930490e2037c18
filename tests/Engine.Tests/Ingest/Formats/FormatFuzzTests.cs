using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

/// <summary>Seeded mutations of good records: whatever comes in, no format throws, and what comes out is bounded.</summary>
public class FormatFuzzTests
{
    private const int Inputs = 20_000;

    private static readonly string[] s_seeds =
    [
        "203.0.113.7 - alice [23/Nov/2026:20:28:01 +0100] \"GET /v1/orders/7?x=1 HTTP/1.1\" 200 512 \"https://a.example/\" \"curl \\\"8\\\" \\x41\" \"10.0.0.1\"",
        "{\"service\":{\"name\":\"orders\"},\"request\":{\"size\":138,\"uri\":\"/v1\\u002fo\\ud83d\\ude00\",\"url\":\"http://a:80/\",\"headers\":{\"host\":\"a:1\",\"authorization\":\"Basic YTpi\",\"cookie\":\"sid=1; b\",\"accept\":[\"a\",\"b\"]},\"method\":\"GET\"},\"response\":{\"headers\":{\"location\":\"/\"},\"status\":200,\"size\":8},\"latencies\":{\"request\":5},\"consumer\":{\"username\":\"c\"},\"client_ip\":\"203.0.113.7\",\"started_at\":1795465681342}",
        "{\"ts\":\"2026-11-23T20:28:01.5+01:00\",\"client\":\"[2001:db8::1]:443\",\"req\":{\"method\":\"PUT\",\"uri\":\"/a?b=\\\"c\\\"\",\"headers\":{\"x\":{\"y\":[1]}}},\"res\":{\"status\":\"404\"},\"took\":1.25e2}",
    ];

    private static readonly string[] s_tokens =
        ["\"", "\\", "\\u", "\\ud800", "\\x", "{", "}", "[", "]", ",", ":", "-", "9999999999999999999", "-1", "1e999", "null", "\0", "\u00ff", " ", "\n", "HTTP/1.1", "http://", "::", "%", "@", "="];

    public static TheoryData<string> Formats => ["combined", "kong", "edge"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_mutation_throws_or_multiplies(string name)
    {
        var edge = new MappedJson.Options
        {
            Name = "edge",
            Fields = Parsing.Map(
                ("time", "ts"), ("method", "req.method"), ("uri", "req.uri"), ("status", "res.status"), ("address", "client"),
                ("duration", "took"), ("request_headers", "req.headers")),
        };
        var format = FormatCatalog.Create([edge])[name];
        var random = new Random(17);
        var accepted = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var input = Mutate(Encoding.UTF8.GetBytes(s_seeds[random.Next(s_seeds.Length)]), random);
            var parsed = new ParsedRecords();
            format.Parse(new RawRecord(input, Parsing.Position, default), parsed);
            format.TryReadTime(input, out _);

            Assert.InRange(parsed.Calls.Count + parsed.Refused.Count, 1, 64);
            foreach (var letter in parsed.Refused)
                Assert.InRange(letter.Sample.Length, 0, DeadLetter.SampleBytes);
            foreach (var call in parsed.Calls)
            {
                Assert.InRange(call.At.Year, 1970, 9999);
                Assert.InRange(call.Path.Length + (call.UserAgent?.Length ?? 0), 1, input.Length);
                Assert.True(call.Status is null or (>= 100 and <= 999) && call.ResponseBytes is null or >= 0);
            }

            accepted += parsed.Calls.Count;
        }

        // Otherwise the mutations were too wild to reach the fields.
        Assert.InRange(accepted, Inputs / 50, Inputs);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(s_tokens[random.Next(s_tokens.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    if (random.Next(4) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }

            if (bytes.Count == 0)
                bytes.Add((byte)'x');
        }

        return [.. bytes];
    }
}
