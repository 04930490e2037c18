namespace Engine.Sinks.ClickHouse;

/// <summary>A message of another program for one line of an error: it may quote what an attacker wrote, so nothing in it moves a cursor.</summary>
internal static class OneLine
{
    private const int Longest = 1_000;

    /// <summary>The first line, without control characters, of bounded length.</summary>
    public static string Of(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        var line = message.AsSpan(0, Math.Min(end < 0 ? message.Length : end, Longest));
        return string.Create(line.Length, line, static (clean, line) =>
        {
            for (var i = 0; i < line.Length; i++)
                clean[i] = char.IsControl(line[i]) ? '?' : line[i];
        });
    }
}
