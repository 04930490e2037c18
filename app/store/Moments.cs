using System.Globalization;

namespace Engine.App.Store;

/// <summary>Times of the store as people read them.</summary>
internal static class Moments
{
    /// <summary>Date and time to the second.</summary>
    public static string Short(string? stored) => Parse(stored).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time of the store, ISO or with a blank; UTC.</summary>
    public static DateTimeOffset Parse(string? stored) => DateTimeOffset.TryParse(
        stored, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : DateTimeOffset.MinValue;

    /// <summary>" from … to …", as far as the ends are known; empty where none is.</summary>
    public static string Between(DateTimeOffset? from, DateTimeOffset? to) =>
        (from is { } first ? $" from {Iso(first)}" : "") + (to is { } end ? $" to {Iso(end)}" : "");

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A span as people say it: 340 ms, 12 s, 4 min 5 s, 3 h 20 min, 2 d 4 h.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.Days} d {span.Hours} h"),
    };
}
