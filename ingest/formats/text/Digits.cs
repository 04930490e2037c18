namespace Engine.Ingest.Formats.Text;

/// <summary>Fixed-width decimal digits at the head of a span; a negative number where one is not a digit.</summary>
internal static class Digits
{
    private const int NotDigits = -100_000;

    public static int Two(ReadOnlySpan<byte> text)
    {
        var tens = text[0] - '0';
        var ones = text[1] - '0';
        return (uint)tens > 9 || (uint)ones > 9 ? NotDigits : (tens * 10) + ones;
    }

    public static int Four(ReadOnlySpan<byte> text) => (Two(text) * 100) + Two(text[2..]);
}
