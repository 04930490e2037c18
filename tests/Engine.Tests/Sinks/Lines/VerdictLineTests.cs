using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.Tests.Sinks.Lines;

public sealed class VerdictLineTests
{
    private static readonly JsonSchema Schema = new(JsonDocument.Parse(
        typeof(Verdict).Assembly.GetManifestResourceStream("wire/verdict.schema.json")!).RootElement);

    [Fact]
    public void The_line_is_written_as_documented() => Assert.Equal(
        """
        {"id":"ID","revision":2,"time":"2026-11-03T12:00:00.000000Z","actor":{"kind":"address","id":"203.0.113.7|f1"},"categories":["API1:2023"],"severity":"high","confidence":0.9,"score":87.5,"action":"block","expires":"2026-11-03T13:00:00.000000Z","first_event":"2026-11-03T11:59:00.000000Z","last_event":"2026-11-03T12:00:00.000000Z","event_count":60,"targets":{"addresses":["203.0.113.7"],"users":[],"sessions":[],"tokens":[]},"signals":[{"detector":"API-ENUM-001","strength":0.9,"reason":"60 distinct ids","observed":60,"expected":4,"threshold":50,"first_event":"2026-11-03T11:59:00.000000Z","last_event":"2026-11-03T12:00:00.000000Z"}],"explanation":"60 distinct ids in 1 min, normal is 4","counterfactual":"would not fire below 50 distinct ids"}

        """.Replace("ID", SomeVerdict.Id("203.0.113.7").ToString(), StringComparison.Ordinal),
        Write(SomeVerdict.On("203.0.113.7", revision: 2)));

    [Fact]
    public void Every_line_satisfies_the_schema() => SomeLines.Verdicts.Sample(verdict =>
    {
        using var json = JsonDocument.Parse(Write(verdict));
        return Schema.Check(json.RootElement).Count == 0;
    });

    [Fact]
    public void A_line_is_read_back_as_it_was_written() => SomeLines.Verdicts.Sample(verdict =>
    {
        var written = Write(verdict);
        var again = new ArrayBufferWriter<byte>();
        VerdictLine.Read(Encoding.UTF8.GetBytes(written)).WriteTo(again);
        return Encoding.UTF8.GetString(again.WrittenSpan) == written;
    });

    [Fact]
    public void Whatever_a_verdict_says_it_is_one_line_of_printable_ascii() => SomeLines.Verdicts.Sample(verdict =>
    {
        var line = Write(verdict);
        return line[^1] == '\n' && line[..^1].All(letter => letter is >= ' ' and <= '~');
    });

    [Theory]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(1.0000000001, "1")]
    [InlineData(-0.0, "0")]
    [InlineData(double.NaN, "0")]
    [InlineData(2.0 / 3, "0.6667")]
    public void Shares_are_rounded_once_and_kept_in_their_range(double confidence, string written) =>
        Assert.Contains($"\"confidence\":{written},", Write(SomeVerdict.On("x") with { Confidence = confidence }), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":5}")]
    public void What_is_no_verdict_is_refused_with_a_reason(string line) =>
        Assert.NotEmpty(Assert.ThrowsAny<FormatException>(() => VerdictLine.Read(Encoding.UTF8.GetBytes(line))).Message);

    [Fact]
    public void An_unknown_action_is_refused()
    {
        var line = Write(SomeVerdict.On("x")).Replace("\"action\":\"block\"", "\"action\":\"nuke\"", StringComparison.Ordinal);

        Assert.Contains("'nuke'", Assert.Throws<FormatException>(() => VerdictLine.Read(Encoding.UTF8.GetBytes(line))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checker_finds_what_breaks_the_schema()
    {
        var line = Write(SomeVerdict.On("x")).Replace("\"revision\":1,", "", StringComparison.Ordinal)
            .Replace("\"score\":87.5", "\"score\":870,\"extra\":1", StringComparison.Ordinal)
            .Replace("\"severity\":\"high\"", "\"severity\":\"HIGH\"", StringComparison.Ordinal);
        using var json = JsonDocument.Parse(line);

        Assert.Equal(4, Schema.Check(json.RootElement).Count);
    }

    [Fact]
    public void The_schema_names_every_word_of_the_wire()
    {
        using var schema = JsonDocument.Parse(typeof(Verdict).Assembly.GetManifestResourceStream("wire/verdict.schema.json")!);
        var properties = schema.RootElement.GetProperty("properties");

        Assert.Equal(Enum.GetValues<ActorKind>().Select(WireNames.Of), Words(properties.GetProperty("actor").GetProperty("properties").GetProperty("kind")));
        Assert.Equal(Enum.GetValues<Severity>().Select(WireNames.Of), Words(properties.GetProperty("severity")));
        Assert.Equal(Enum.GetValues<VerdictAction>().Select(WireNames.Of), Words(properties.GetProperty("action")));
    }

    private static IEnumerable<string> Words(JsonElement property) => property.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);

    private static string Write(Verdict verdict)
    {
        var written = new ArrayBufferWriter<byte>();
        VerdictLine.Of(verdict).WriteTo(written);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }
}
