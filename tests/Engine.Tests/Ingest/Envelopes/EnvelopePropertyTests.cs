using System.Text;
using Engine.Ingest.Envelopes;
using Engine.Tests.Ingest.Formats;

namespace Engine.Tests.Ingest.Envelopes;

/// <summary>Whatever stands in an envelope comes out of it, and nothing else.</summary>
public class EnvelopePropertyTests
{
    private const int Rounds = 2_000;

    // What shippers and clients make trouble with.
    private static readonly string[] s_pieces =
    [
        "GET /v1/orders/7", "\"", "\\", "\\n", "\\u0041", "{", "}", "[", "]", ",", ": ", " stdout F ", "\"log\":\"", "\0", "\t", "é", "日本", "\U0001F600", "\uFFFD", "<190>1 ", "x", "  ",
    ];

    public static TheoryData<string> Names => [.. EnvelopeCatalog.All.Select(envelope => envelope.Info.Name)];

    private static string Record(Random random) =>
        "r" + string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => s_pieces[random.Next(s_pieces.Length)])) + "r";

    private static List<string> Open(string name, string record)
    {
        var envelope = EnvelopeCatalog.Find(name)!;
        var found = new List<string>();
        var at = 0;
        while (envelope.Next(Encoding.UTF8.GetBytes(record), ref at, out var content, out var problem))
            found.Add(problem ?? Encoding.UTF8.GetString(content.Span));
        return found;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_put_in_comes_out(string name)
    {
        var random = new Random(5);
        for (var i = 0; i < Rounds; i++)
        {
            var record = Record(random);
            Assert.Equal([record], Open(name, Wrapping.Wrap(name, record, random)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_envelope_in_an_envelope_is_the_record_of_the_outer_one(string name)
    {
        var random = new Random(6);
        foreach (var inner in EnvelopeCatalog.All.Select(envelope => envelope.Info.Name))
        {
            var wrapped = Wrapping.Wrap(inner, Record(random), random);
            Assert.Equal([wrapped], Open(name, Wrapping.Wrap(name, wrapped, random)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_torn_envelope_is_one_refusal_or_a_shorter_record(string name)
    {
        var random = new Random(7);
        var whole = Encoding.UTF8.GetBytes(Wrapping.Wrap(name, Record(random), random));
        for (var length = 1; length < whole.Length; length++)
            Assert.Single(FuzzSeeds.Formats[$"{name}/combined"].All(whole[..length]).Refused);
    }

    [Theory]
    [InlineData(LineParts.Cri)]
    [InlineData(LineParts.Docker)]
    public void Records_end_in_the_same_places_however_the_bytes_come(LineParts parts)
    {
        var random = new Random(8);
        for (var i = 0; i < 200; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, random.Next(1, 80)).Select(_ => Line(parts, random))) + "\n");
            Assert.Equal(Ends(parts, bytes, () => bytes.Length), Ends(parts, bytes, () => random.Next(1, 40)));
        }
    }

    private static string Line(LineParts parts, Random random)
    {
        var stream = random.Next(3) == 0 ? "stderr" : "stdout";
        var isPart = random.Next(3) == 0;
        return parts == LineParts.Cri
            ? $"2026-11-23T20:28:01.342168923Z {stream} {(isPart ? 'P' : 'F')} {Record(random).Replace('\n', ' ')}"
            : $"{{\"log\":{Wrapping.Json((isPart ? new string('x', DockerEnvelope.LeastPart) : "") + Record(random) + (isPart ? "" : "\n"), random)},\"stream\":\"{stream}\"}}";
    }

    private static List<int> Ends(LineParts parts, byte[] bytes, Func<int> length)
    {
        var boundary = new PartsBoundary(parts);
        var ends = new List<int>();
        for (var at = 0; at < bytes.Length;)
        {
            var piece = bytes.AsSpan(at, Math.Min(length(), bytes.Length - at));
            var end = boundary.End(piece);
            if (end >= 0)
                ends.Add(at + end);
            at += end < 0 ? piece.Length : end + 1;
        }

        return ends;
    }
}
