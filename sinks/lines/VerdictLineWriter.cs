using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Engine.Sinks.Lines;

/// <summary>
/// The writing half of <see cref="VerdictLine"/>. Everything outside ASCII and every control character is escaped, so that
/// what an attacker wrote can neither break a line nor speak to a terminal.
/// </summary>
internal static class VerdictLineWriter
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static void Write(VerdictLine line, IBufferWriter<byte> into)
    {
        using (var json = new Utf8JsonWriter(into))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, line.Id.Value);
            json.WriteNumber("revision"u8, line.Revision);
            WriteTime(json, "time"u8, line.Time);
            json.WriteStartObject("actor"u8);
            json.WriteString("kind"u8, WireNames.Of(line.Actor.Kind));
            WriteText(json, "id"u8, line.Actor.Value);
            json.WriteEndObject();
            WriteTexts(json, "categories"u8, line.Categories);
            json.WriteString("severity"u8, WireNames.Of(line.Severity));
            json.WriteNumber("confidence"u8, line.Confidence);
            json.WriteNumber("score"u8, line.Score);
            json.WriteString("action"u8, WireNames.Of(line.Action));
            WriteTime(json, "expires"u8, line.Expires);
            WriteTime(json, "first_event"u8, line.FirstEvent);
            WriteTime(json, "last_event"u8, line.LastEvent);
            json.WriteNumber("event_count"u8, line.EventCount);
            json.WriteStartObject("targets"u8);
            WriteTexts(json, "addresses"u8, line.Targets.Addresses);
            WriteTexts(json, "users"u8, line.Targets.Users);
            WriteTexts(json, "sessions"u8, line.Targets.Sessions);
            WriteTexts(json, "tokens"u8, line.Targets.Tokens);
            json.WriteEndObject();
            json.WriteStartArray("signals"u8);
            foreach (var signal in line.Signals)
                WriteSignal(json, signal);
            json.WriteEndArray();
            WriteText(json, "explanation"u8, line.Explanation);
            WriteText(json, "counterfactual"u8, line.Counterfactual);
            json.WriteEndObject();
        }

        into.Write("\n"u8);
    }

    private static void WriteSignal(Utf8JsonWriter json, SignalLine signal)
    {
        json.WriteStartObject();
        json.WriteString("detector"u8, signal.Detector);
        json.WriteNumber("strength"u8, signal.Strength);
        WriteText(json, "reason"u8, signal.Reason);
        WriteMeasure(json, "observed"u8, signal.Observed);
        WriteMeasure(json, "expected"u8, signal.Expected);
        WriteMeasure(json, "threshold"u8, signal.Threshold);
        WriteTime(json, "first_event"u8, signal.FirstEvent);
        WriteTime(json, "last_event"u8, signal.LastEvent);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(WellFormed(text));
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text) => json.WriteString(name, WellFormed(text));

    private static void WriteMeasure(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset at)
    {
        Span<char> text = stackalloc char[32];
        at.UtcDateTime.TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    /// <summary>Half a surrogate pair is no text: it becomes the replacement character, as it would in any UTF-8 file.</summary>
    private static string WellFormed(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
            index++;
        }

        return text;
    }
}
