using System.Text;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Otlp;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

/// <summary>Seeded mutations of good records: whatever comes in, no format throws, and what comes out is bounded.</summary>
public class FormatFuzzTests
{
    /// <summary>Inputs for each format, where the campaign is not to take seconds.</summary>
    private const string Variable = "ENGINE_FUZZ_INPUTS";

    private const int HostileBytes = 64 * 1024;

    // A long campaign differs from a short one in all its inputs.
    private static readonly int s_inputs = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var inputs) ? inputs : 50_000;

    private static readonly string[] s_tokens =
    [
        "\"", "\" \"", "\\", "\\u", "\\ud800", "\\x", "{", "}", "[", "] \"", ",", ", ", " : ", ":", "-", "|", "#22", "9999999999999999999", "-1", "1e999", "null", "\0",
        "\u00ff", " ", "  ", "\n", "HTTP/1.1", "http://", "::", "%", "@", "=", "ms", "_",
    ];

    public static TheoryData<string> Formats => [.. FuzzSeeds.Formats.Formats.Select(format => format.Info.Name), .. FuzzSeeds.Enveloped];

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_mutation_throws_hangs_or_multiplies(string name)
    {
        var format = FuzzSeeds.Formats[name];
        var seeds = FuzzSeeds.Of(name);
        foreach (var seed in seeds)
            format.Parse(new RawRecord(seed, Parsing.Position, default), new ParsedRecords());
        var random = new Random(s_inputs);
        var accepted = 0;
        for (var i = 0; i < s_inputs; i++)
        {
            var input = Mutate(seeds[random.Next(seeds.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var parsed = new ParsedRecords(1);
            format.Parse(new RawRecord(input, Parsing.Position, default), parsed);
            format.TryReadTime(input, out _);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024 + (32L * input.Length));
            Check(parsed, input, least: name is OtlpJson.Name or OtlpProtobuf.Name ? 0 : 1);
            accepted += parsed.Calls.Count;
        }

        // Otherwise the mutations were too wild to reach the fields.
        Assert.InRange(accepted, s_inputs / 20, s_inputs * 2);
    }

    // Only an export of OpenTelemetry may hold nothing.
    private static void Check(ParsedRecords parsed, byte[] input, int least)
    {
        Assert.InRange(parsed.Calls.Count + parsed.Refused.Count + parsed.Skipped, least, 64 + (input.Length / 2));
        foreach (var letter in parsed.Refused)
            Assert.InRange(letter.Sample.Length, 0, DeadLetter.SampleBytes);
        foreach (var call in parsed.Calls)
        {
            Assert.InRange(call.At.Year, 1970, 9999);
            Assert.InRange(call.Path.Length + (call.UserAgent?.Length ?? 0), 0, input.Length);
            Assert.True(call.Status is null or (>= 100 and <= 999) && call.ResponseBytes is null or >= 0 && call.RequestBytes is null or >= 0);
            Assert.True(call.PeerPort is null or (>= 0 and <= ushort.MaxValue) && !(call.Duration < TimeSpan.Zero));
        }
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

        if (random.Next(2_000) == 0)
            Blow(bytes, random);

        return [.. bytes];
    }

    // One piece, again and again: what takes a square of the length shows itself.
    private static void Blow(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var piece = bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
        var repeated = Enumerable.Repeat(piece, (HostileBytes / piece.Count) + 1).SelectMany(part => part);
        bytes.InsertRange(at, repeated);
    }
}
