using System.Text;
using Engine.App.Simulation.Formats;
using Engine.Ingest.Formats;
using Engine.Schemas;
using Engine.Tests.App.Simulation;
using Engine.Tests.Ingest.Envelopes;

namespace Engine.Tests.Ingest.Formats;

public class FormatChoiceTests
{
    private const string Combined = "203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"";
    private static readonly FormatCatalog s_formats = FormatCatalog.Create();

    private static (string Format, string Reason) Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    private static (string Format, string Reason) Of(byte[] bytes) => FormatChoice.Of(FormatProbe.Examine(new InputHead.Bytes(bytes, true), s_formats), "a.log");

    private static string Refusal(string text) => Assert.Throws<UserError>(() => Of(text)).Message;

    public static TheoryData<string> Written => [.. WriterCatalog.All.Where(writer => writer.ReadAs == writer.Name).Select(writer => writer.Name)];

    [Theory]
    [MemberData(nameof(Written))]
    public void What_the_simulation_writes_is_recognised(string name)
    {
        var traffic = Runs.Of(Runs.Small, name).Traffic;

        Assert.Equal(name, FormatChoice.Of(FormatProbe.Examine(new InputHead.Bytes(traffic, false), s_formats), "a.log").Format);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("json")]
    [InlineData("cri")]
    [InlineData("syslog")]
    [InlineData("json/cri")]
    public void Envelopes_are_recognised_too(string envelopes)
    {
        var random = new Random(9);
        var lines = Runs.Lines(Runs.Small, "kong").Take(50).Select(line => Wrapping.WrapAll(envelopes, line, random));

        Assert.Equal($"{envelopes}/kong", Of(string.Join('\n', lines)).Format);
    }

    [Fact]
    public void It_says_why() => Assert.Equal(
        "a.log: format 'combined' (10 of the first 10 records, 4 fields a call; no other format reads any)", Of(string.Join('\n', Enumerable.Repeat(Combined, 10))).Reason);

    [Fact]
    public void What_a_few_records_hold_does_not_choose()
    {
        var forged = "{\"log\":\"x\",\"started_at\":1,\"request\":{\"method\":\"GET\",\"uri\":\"/\"}}";

        Assert.Equal("combined", Of(string.Join('\n', Enumerable.Repeat(Combined, 95).Concat(Enumerable.Repeat(forged, 5)))).Format);
    }

    [Fact]
    public void Lines_that_are_no_calls_leave_a_clear_majority_its_format()
    {
        var (format, reason) = Of(string.Join('\n', Enumerable.Repeat(Combined, 6).Concat(Enumerable.Repeat("nginx: an error", 4))));

        Assert.Equal("combined", format);
        Assert.Contains("6 of the first 10 records, 4 fields a call, the others are refused;", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_formats_in_one_file_are_told_and_none_is_chosen()
    {
        var kong = Runs.Lines(Runs.Small, "kong").Take(4);

        Assert.Contains("no format reads it ('combined' 6 of the first 10 records", Refusal(string.Join('\n', Enumerable.Repeat(Combined, 6).Concat(kong))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-23T20:28:01.3Z stdout F [2026-11-23T20:28:01.250Z] \"GET / HTTP/1.1\" 200 - via_upstream - \"-\" 0 12 226 100 \"-\" \"curl\" \"id\" \"a.example\" \"10.0.2.1:80\"", "cri/envoy-text")]
    [InlineData("Nov 23 20:28:01 edge haproxy[39]: 203.0.113.7:52310 [23/Nov/2026:20:28:01.250] in be/one 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"", "syslog/haproxy")]
    public void A_prefix_that_a_format_knows_itself_is_an_envelope_all_the_same(string line, string format) => Assert.Equal(format, Of(line).Format);

    [Fact]
    public void What_nothing_reads_is_not_guessed_at()
    {
        Assert.Contains("no format reads it ('combined' 4 of the first 10 records, 4 fields a call);", Refusal(string.Join('\n', Enumerable.Repeat(Combined, 4).Concat(Enumerable.Repeat("x", 6)))), StringComparison.Ordinal);
        Assert.Contains("no record to tell its format by", Refusal(""), StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_that_read_it_alike_are_named_and_none_is_chosen()
    {
        MappedJson.Options Own(string name) => new() { Name = name, Fields = Parsing.Map(("time", "ts"), ("method", "m"), ("path", "p")) };
        var formats = FormatCatalog.Create(new FormatOptions { Mapped = [Own("one"), Own("two")] });
        var error = Assert.Throws<UserError>(() => FormatChoice.Of(
            FormatProbe.Examine(new InputHead.Bytes("{\"ts\":\"2026-11-23T20:28:01Z\",\"m\":\"GET\",\"p\":\"/\"}"u8.ToArray(), true), formats), "a.log"));

        Assert.Equal("a.log: several formats read it ('one' 1 of the first 1 records, 0 fields a call, 'two' 1 of the first 1 records, 0 fields a call); name the one that is meant with --format or in the source", error.Message);
        Assert.True(error.IsUsage);
    }
}
