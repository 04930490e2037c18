using System.Text;
using Engine.Ingest.Formats;

namespace Engine.Tests.Ingest.Formats;

public class FormatProbeTests
{
    private const string Good = "203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"";
    private static readonly FormatCatalog s_formats = FormatCatalog.Create();

    private static IReadOnlyList<FormatProbeResult> Examine(string text, bool isWhole = true) =>
        FormatProbe.Examine(new InputHead.Bytes(Encoding.UTF8.GetBytes(text), isWhole), s_formats);

    [Fact]
    public void The_format_that_was_meant_is_named()
    {
        var results = Examine(string.Join('\n', Enumerable.Repeat(Good, 97).Append("x").Append("y").Append("z").Append(Good)));

        Assert.Equal(
            "0 of the first 101 records are 'kong'; 98 look like 'combined': try --format combined", FormatProbe.Advice(results, "kong"));
        Assert.Null(FormatProbe.Advice(results, "combined"));
    }

    [Fact]
    public void A_file_of_no_known_format_gets_no_false_hope() =>
        Assert.Contains("no other format fits", FormatProbe.Advice(Examine("a\nb\n"), "combined"), StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_gets_no_advice() => Assert.Null(FormatProbe.Advice(Examine(""), "combined"));

    [Fact]
    public void A_last_record_that_may_be_cut_off_is_left_out()
    {
        Assert.Equal(1, Examine($"{Good}\n{Good[..20]}", isWhole: false)[0].Records);
        Assert.Equal(2, Examine($"{Good}\n{Good}", isWhole: true)[0].Accepted);
    }
}
