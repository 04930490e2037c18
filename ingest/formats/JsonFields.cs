using System.Text.Json;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>A JSON log as data: which member fills which field of a call.</summary>
internal sealed class JsonFields
{
    private readonly FieldMap _map;
    private readonly FieldMap _timeOnly;
    private readonly FieldReader _reader;

    /// <param name="units">How it writes times and durations.</param>
    /// <param name="fields">Members by path; several may fill one field.</param>
    public JsonFields(JsonUnits units, params IReadOnlyCollection<(MappedField Field, string[] Path)> fields)
    {
        _map = FieldMap.Build(fields);
        _timeOnly = FieldMap.Build(fields.Where(field => field.Field == MappedField.Time));
        _reader = new FieldReader(units);
    }

    /// <summary>Members by path written with dots.</summary>
    public static JsonFields Of(JsonUnits units, params (MappedField Field, string Path)[] fields) =>
        new(units, [.. fields.Select(field => (field.Field, FieldMap.SplitPath(field.Path)!))]);

    /// <summary>Headers stand among the other members, with these beginnings of their names.</summary>
    public JsonFields WithHeaders(string requestPrefix, string responsePrefix)
    {
        _map.WithPrefixes(requestPrefix, responsePrefix);
        return this;
    }

    /// <summary>The reader stands on the object's start and is left on its end.</summary>
    public void Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        _reader.ReadObject(ref reader, _map, ref draft, ParserMemory.OfThisThread);
        _reader.Finish(ref draft);
    }

    /// <summary>The time of the first call alone.</summary>
    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        var draft = default(CallDraft);
        var reader = new Utf8JsonReader(record, JsonCalls.Reading);
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
            {
            }

            if (reader.TokenType != JsonTokenType.StartObject)
                return false;
            _reader.ReadObject(ref reader, _timeOnly, ref draft, ParserMemory.OfThisThread);
        }
        catch (JsonException)
        {
            // Parse will say what is wrong with it.
        }

        at = draft.At ?? default;
        return draft.At is not null;
    }
}
