using System.Globalization;
using Engine.Schemas;

namespace Engine.App.Configuration.Binding;

/// <summary>A number of bytes as it is written: a whole number and a binary unit.</summary>
internal static class ByteSize
{
    private const string Units = "B, KiB, MiB, GiB or TiB";

    private static readonly (string Unit, long Bytes)[] All = [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    public static ScalarText.Outcome Parse(string text, Type type)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        var unit = text[digits..].TrimStart();
        if (digits == 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return ScalarText.Outcome.Refused($"'{text}' is not a size; write a whole number and a unit ({Units}), for example 64KiB");
        if (unit.Length == 0) return ScalarText.Outcome.Refused($"'{text}' lacks its unit; write {text} and one of {Units}, for example {text}MiB");

        foreach (var (name, bytes) in All)
        {
            if (name != unit) continue;
            var most = type == typeof(int) ? int.MaxValue : long.MaxValue;
            if (count > most / bytes) return ScalarText.Outcome.Refused($"'{text}' is too large");
            return ScalarText.Outcome.Of(Convert.ChangeType(count * bytes, type, CultureInfo.InvariantCulture));
        }

        return ScalarText.Outcome.Refused($"'{unit}' is not a unit of size; use {Units}{Nearest.Hint(unit, All.Select(u => u.Unit))}");
    }

    /// <summary>The largest unit that needs no fraction: <c>64KiB</c>.</summary>
    public static string Format(long size)
    {
        var (unit, bytes) = size == 0 ? All[^1] : All.First(candidate => size % candidate.Bytes == 0);
        return (size / bytes).ToString(CultureInfo.InvariantCulture) + unit;
    }
}
