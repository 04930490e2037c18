using System.Globalization;

namespace Engine.App.Configuration.Binding;

/// <summary>A span of time as it is written: a whole number and its unit.</summary>
internal static class Duration
{
    private const string Units = "ms, s, min, h or d";

    private static readonly (string Unit, long Ticks)[] All =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("min", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMicrosecond),
    ];

    public static ScalarText.Outcome Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        var unit = text[digits..].TrimStart();
        if (digits == 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return ScalarText.Outcome.Refused($"'{text}' is not a duration; write a whole number and a unit ({Units}), for example 5s");
        if (unit.Length == 0) return ScalarText.Outcome.Refused($"'{text}' lacks its unit; write {text} and one of {Units}, for example {text}s");

        foreach (var (name, ticks) in All)
        {
            if (name != unit) continue;
            return count <= TimeSpan.MaxValue.Ticks / ticks
                ? ScalarText.Outcome.Of(new TimeSpan(count * ticks))
                : ScalarText.Outcome.Refused($"'{text}' is too long");
        }

        return ScalarText.Outcome.Refused($"'{unit}' is not a unit of time; use {Units}");
    }

    /// <summary>The largest unit that needs no fraction: <c>90min</c>, <c>2h</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        foreach (var (unit, ticks) in All)
        {
            if (duration.Ticks % ticks == 0) return (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + unit;
        }

        return duration.ToString("c", CultureInfo.InvariantCulture);
    }
}
