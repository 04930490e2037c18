using System.Text;
using System.Text.Json;
using CsCheck;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats.Text;

public class TextTests
{
    [Fact]
    public void Pooled_texts_equal_decoded_ones() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        var texts = ParserMemory.OfThisThread.Texts;
        return texts.Get(bytes) == Encoding.UTF8.GetString(bytes) && texts.Get(bytes) == Encoding.UTF8.GetString(bytes);
    });

    [Fact]
    public void Pooled_texts_equal_decoded_ones_for_ASCII_of_any_length() => Gen.Char['a', 'c'].Array[0, 300].Sample(chars =>
        ParserMemory.OfThisThread.Texts.Get(Encoding.ASCII.GetBytes(chars)) == new string(chars));

    [Fact]
    public void Unescaped_JSON_equals_the_serialiser() => Gen.String.Sample(text =>
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(text);
        var into = new byte[json.Length];
        var length = EscapedText.UnescapeJson(json.AsSpan()[1..^1], into);
        return Encoding.UTF8.GetString(into, 0, length) == JsonSerializer.Deserialize<string>(json);
    });

    [Fact]
    public void Any_bytes_can_be_unescaped() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        var into = new byte[bytes.Length];
        return EscapedText.UnescapeJson(bytes, into) <= bytes.Length && EscapedText.UnescapeLog(bytes, into) <= bytes.Length;
    });

    [Fact]
    public void RFC_3339_times_survive_writing_and_reading() => Gen.DateTimeOffset.Sample(at =>
    {
        if (at.UtcDateTime < DateTime.UnixEpoch)
            return;
        var micros = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        var text = at.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Rfc3339.TryRead(Encoding.ASCII.GetBytes(text), out var read, out var precision));
        Assert.Equal((micros, TimePrecision.Microseconds), (read, precision));
    });

    [Fact]
    public void Scaled_numbers_are_exact() => Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[0, 999_999]).Sample((whole, micros) =>
    {
        var text = $"{whole}.{micros:D6}";
        Assert.True(ScaledNumber.TryRead(Encoding.ASCII.GetBytes(text), 10_000_000, 1, out var ticks));
        var expected = (Math.Abs(whole) * 10_000_000) + (micros * 10);
        Assert.Equal(whole < 0 ? -expected : expected, ticks);
    });

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("9223372036854775808")]
    public void Numbers_that_are_none_are_none(string text)
    {
        Assert.False(ScaledNumber.TryReadWhole(Encoding.ASCII.GetBytes(text), out _));
        Assert.False(ScaledNumber.TryRead(Encoding.ASCII.GetBytes(text), 10_000_000, 1, out _));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", null)]
    [InlineData("203.0.113.7:80", "203.0.113.7", 80)]
    [InlineData("[2001:db8::1]:443", "2001:db8::1", 443)]
    [InlineData("[2001:db8::1]", "2001:db8::1", null)]
    [InlineData("2001:db8::1", "2001:db8::1", null)]
    [InlineData("203.0.113.7:99999", null, null)]
    [InlineData("[2001:db8::1]x", null, null)]
    [InlineData("0x7f.0.0.1", null, null)]
    [InlineData("1", null, null)]
    public void Addresses_with_ports_are_read(string text, string? address, int? port)
    {
        var read = ParserMemory.OfThisThread.Addresses.Get(Encoding.ASCII.GetBytes(text), out var readPort);

        Assert.Equal((address, port), (read?.ToString(), readPort));
    }

    [Theory]
    [InlineData("{\"Authorization\":\"Bearer abc\",\"x\":1}", "{\"Authorization\":\"**********\",\"x\":1}")]
    [InlineData("{\"x-api-key\": [\"k1\"],\"cookie\":\"sid=1; a=b\"}", "{\"x-api-key\": [\"**\"],\"cookie\":\"**********\"}")]
    [InlineData("GET /a?access_token=abc&b=1 HTTP", "GET /a?access_token=***&b=1 HTTP")]
    [InlineData("cookie: abc\nx", "cookie: ***\nx")]
    [InlineData("oops Authorization: Bearer abcd end", "oops Authorization: Bearer **** end")]
    [InlineData("authorization=Basic dTpw&x=1", "authorization=Basic ****&x=1")]
    [InlineData("200 \"Bearer abc.def\" \"basic dTpw\" x", "200 \"Bearer *******\" \"basic ****\" x")]
    [InlineData("basics of bearers", "basics of bearers")]
    [InlineData("GET /tokens/7 HTTP", "GET /tokens/7 HTTP")]
    [InlineData("password", "password")]
    [InlineData("password=", "password=")]
    public void A_sample_shows_no_secrets(string record, string sample) => Assert.Equal(sample, Sample.Of(Encoding.UTF8.GetBytes(record)));

    [Fact]
    public void A_sample_can_be_taken_of_any_bytes() => Gen.Byte.Array[0, 700].Sample(bytes => Sample.Of(bytes).Length <= DeadLetter.SampleBytes);
}
