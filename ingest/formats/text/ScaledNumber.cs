using System.Buffers.Text;

namespace Engine.Ingest.Formats.Text;

/// <summary>Reads decimal numbers as whole units without floating point, so that 0.1 s is exactly 1,000,000 ticks.</summary>
internal static class ScaledNumber
{
    // So many digits always fit into a long.
    private const int SafeDigits = 18;

    /// <summary>
    /// The number times <paramref name="unit"/> divided by <paramref name="divisor"/>, rounded towards zero.
    /// False where it is no number or does not fit.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, long unit, long divisor, out long value)
    {
        value = 0;
        if (!TryReadPlain(text, out var digits, out var decimals))
            return TryReadDecimal(text, unit, divisor, out value);
        // No decimals beyond the unit, as nearly always: 128 bits divide slowly.
        var factor = unit / s_powers[decimals];
        if (divisor == 1 && factor * s_powers[decimals] == unit && Math.BigMul(digits, factor, out value) == value >> 63)
            return true;
        var scaled = (Int128)digits * unit / divisor / s_powers[decimals];
        value = (long)scaled;
        return scaled == value;
    }

    /// <summary>A whole number; a fraction is accepted only where it is zero (12.0).</summary>
    public static bool TryReadWhole(ReadOnlySpan<byte> text, out long value)
    {
        if (TryReadPlain(text, out value, out var decimals) && decimals == 0)
            return true;
        if (!TryParse(text, out var number) || decimal.Truncate(number) != number || number is > long.MaxValue or < long.MinValue)
            return false;
        value = (long)number;
        return true;
    }

    // 123, -123, 12.5: all that logs write. The rest (exponents, twenty digits) goes the slow way.
    private static bool TryReadPlain(ReadOnlySpan<byte> text, out long digits, out int decimals)
    {
        digits = 0;
        decimals = 0;
        if (text.Length is 0 or > SafeDigits)
            return false;
        var first = text[0] == '-' ? 1 : 0;
        var point = -1;
        for (var i = first; i < text.Length; i++)
        {
            var digit = text[i] - '0';
            if ((uint)digit <= 9)
                digits = (digits * 10) + digit;
            else if (text[i] == '.' && point < 0 && i > first && i + 1 < text.Length)
                point = i;
            else
                return false;
        }

        decimals = point < 0 ? 0 : text.Length - point - 1;
        digits = first == 1 ? -digits : digits;
        return text.Length > first;
    }

    private static bool TryReadDecimal(ReadOnlySpan<byte> text, long unit, long divisor, out long value)
    {
        value = 0;
        if (!TryParse(text, out var number) || number is > long.MaxValue or < long.MinValue)
            return false;
        var scaled = decimal.Truncate(number * unit / divisor);
        if (scaled is > long.MaxValue or < long.MinValue)
            return false;
        value = (long)scaled;
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        return text.Length <= 40 && Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
    }

    private static readonly long[] s_powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    ];
}
