using System.Text;
using System.Text.Json;
using Engine.App.Store;

namespace Engine.Tests.App.Runs;

public sealed class HarmlessJsonTests
{
    // As ClickHouse writes it: only what JSON itself demands is escaped.
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("plain")]
    [InlineData("8-bit control \u009b2J and direction \u202e overrides \u2066")]
    [InlineData("beyond the basic plane: \U0001F512, and German: ü")]
    public void A_line_is_ASCII_and_means_the_same(string text)
    {
        var line = JsonSerializer.Serialize(text, s_relaxed);
        using var output = new MemoryStream();
        using (var harmless = new HarmlessJson(output))
        {
            // Cut in the middle of characters: a stream comes in pieces.
            foreach (var one in Encoding.UTF8.GetBytes(line + "\n"))
                harmless.Write([one]);
        }

        Assert.All(output.ToArray(), one => Assert.True(one is (>= 0x20 and <= 0x7E) or (byte)'\n'));
        Assert.Equal(text, JsonSerializer.Deserialize<string>(output.ToArray()));
    }
}
