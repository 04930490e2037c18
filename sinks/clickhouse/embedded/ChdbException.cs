using System.Globalization;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>An error that ClickHouse reported.</summary>
/// <param name="code">ClickHouse's error code, 1001 where the text carries none.</param>
/// <param name="message">As the server prints it: <c>Code: 60. DB::Exception: …</c>.</param>
internal sealed class ChdbException(int code, string message) : Exception(message)
{
    public const int AuthenticationFailed = 516;
    public const int NotImplemented = 48;
    public const int ReadOnly = 164;
    public const int SyntaxError = 62;
    public const int Unspecified = 1001;

    public int Code { get; } = code;

    /// <summary>From the text that libchdb hands out, which may wrap the same error several times.</summary>
    public static ChdbException From(string text)
    {
        const string Mark = "Code: ";
        const string Wrap = ". DB::Exception: ";
        var start = text.IndexOf(Mark, StringComparison.Ordinal);
        if (start < 0)
            return new ChdbException(Unspecified, $"Code: {Unspecified}. DB::Exception: {text}");
        var end = start + Mark.Length;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (!int.TryParse(text.AsSpan(start + Mark.Length, end - start - Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return new ChdbException(Unspecified, $"Code: {Unspecified}. DB::Exception: {text}");
        var prefix = string.Concat(text.AsSpan(start, end - start), Wrap);
        var message = text[start..];
        while (message.StartsWith(prefix + prefix, StringComparison.Ordinal))
            message = message[prefix.Length..];
        return new ChdbException(code, message);
    }

    public static ChdbException Of(int code, string what, string name) => new(code, $"Code: {code}. DB::Exception: {what} ({name})");
}
