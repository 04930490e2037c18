using CsCheck;
using Engine.App.Terminal;
using Spectre.Console;

namespace Engine.Tests.App.Terminal;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("GET /v1/orders/7", "GET /v1/orders/7")]
    [InlineData("naïve 日本 😀", "naïve 日本 😀")]
    [InlineData("\e]0;owned\a", @"\x1b]0;owned\x07")]
    [InlineData("a\r\n\tb\0", @"a\r\n\tb\x00")]
    [InlineData("\u009b31m", @"\x9b31m")]
    [InlineData("user\u202Etxt", @"user\u202etxt")]
    [InlineData("\u2028\uFEFF\u200B", @"\u2028\ufeff\u200b")]
    [InlineData("\U000E0041", @"\U000e0041")]
    public void What_would_move_the_cursor_or_hide_text_is_written_out(string text, string shown) => Assert.Equal(shown, Printable.Text(text));

    [Fact]
    public void Half_a_character_is_written_out() => Assert.Equal(@"a\ud800b\udc00", Printable.Text("a\uD800b\uDC00"));

    [Fact]
    public void Brackets_are_no_markup() => Assert.Equal("[[red]]/a[[/]]", Printable.InMarkup("[red]/a[/]"));

    [Fact]
    public void A_cell_is_bounded() => Assert.InRange(Printable.InMarkup(new string('x', 1_000_000)).Length, 1, 3_000);

    [Fact]
    public void Lines_keep_their_ends_and_nothing_else_that_acts() => Assert.Equal("a\tb\n\\r\\x1bc", Printable.Lines("a\tb\n\r\ec"));

    [Fact]
    public void Markup_of_an_attacker_is_text()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Write(new Table().AddColumn("path").AddRow(Printable.InMarkup("/[red]x[/]\u001b]52;c;x\u0007[link=http://evil]")));
        Assert.Contains("/[red]x[/]", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    [Fact]
    public void No_text_brings_a_control_character_onto_the_screen() =>
        Gen.String.Sample(text => Assert.DoesNotContain(Printable.Text(text), char.IsControl));
}
