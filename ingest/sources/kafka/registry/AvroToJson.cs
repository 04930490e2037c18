using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Avro;

namespace Engine.Ingest.Sources.Kafka.Registry;

/// <summary>
/// Writes an Avro value as the JSON that a log would have: a union is its value without the name of the branch, bytes are base64, a decimal
/// is its digits as text, times and dates stay the numbers they are.
/// </summary>
/// <remarks>
/// The bytes are written by strangers, so the way through them is our own: depth, size and every length are bounded, and no object is
/// made for a value. Not for several threads.
/// </remarks>
internal sealed class AvroToJson(int mostBytes) : IDisposable
{
    /// <summary>What readers of JSON take by default.</summary>
    private const int MostDepth = 64;

    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });

    /// <returns>Valid until the next call.</returns>
    /// <exception cref="InvalidDataException">The bytes are no value of the schema, or more than may be.</exception>
    public ReadOnlySpan<byte> Convert(Schema schema, ReadOnlySpan<byte> encoded)
    {
        _json.ResetWrittenCount();
        _writer.Reset(_json);
        var bytes = new AvroBytes(encoded);
        Write(schema, ref bytes, 0);
        if (bytes.Remaining > 0)
            throw new InvalidDataException($"{bytes.Remaining} bytes are left over");
        _writer.Flush();
        return _json.WrittenSpan;
    }

    public void Dispose() => _writer.Dispose();

    private void Write(Schema schema, ref AvroBytes bytes, int depth)
    {
        if (depth > MostDepth)
            throw new InvalidDataException($"it is nested more than {MostDepth} deep");
        if (_writer.BytesCommitted + _writer.BytesPending > mostBytes)
            throw new InvalidDataException($"it is more than {mostBytes} bytes as JSON");
        switch (schema.Tag)
        {
            case Schema.Type.Null:
                _writer.WriteNullValue();
                break;
            case Schema.Type.Boolean:
                _writer.WriteBooleanValue(bytes.ReadBoolean());
                break;
            case Schema.Type.Int or Schema.Type.Long:
                _writer.WriteNumberValue(bytes.ReadLong());
                break;
            case Schema.Type.Float:
                WriteNumber(bytes.ReadFloat());
                break;
            case Schema.Type.Double:
                WriteNumber(bytes.ReadDouble());
                break;
            case Schema.Type.String:
                _writer.WriteStringValue(Text(bytes.ReadBytes()));
                break;
            case Schema.Type.Bytes:
                _writer.WriteBase64StringValue(bytes.ReadBytes());
                break;
            case Schema.Type.Fixed:
                _writer.WriteBase64StringValue(bytes.Take(((FixedSchema)schema).Size));
                break;
            case Schema.Type.Enumeration:
                var symbols = ((EnumSchema)schema).Symbols;
                _writer.WriteStringValue(symbols[Index(bytes.ReadLong(), symbols.Count)]);
                break;
            case Schema.Type.Union:
                var branches = (UnionSchema)schema;
                Write(branches[Index(bytes.ReadLong(), branches.Count)], ref bytes, depth + 1);
                break;
            case Schema.Type.Array:
                WriteArray(((ArraySchema)schema).ItemSchema, ref bytes, depth);
                break;
            case Schema.Type.Map:
                WriteMap(((MapSchema)schema).ValueSchema, ref bytes, depth);
                break;
            case Schema.Type.Record or Schema.Type.Error:
                WriteRecord((RecordSchema)schema, ref bytes, depth);
                break;
            case Schema.Type.Logical:
                WriteLogical((LogicalSchema)schema, ref bytes, depth);
                break;
            default:
                throw new InvalidDataException($"{schema.Tag} is no type of Avro that is known here");
        }
    }

    private void WriteArray(Schema items, ref AvroBytes bytes, int depth)
    {
        _writer.WriteStartArray();
        for (var count = bytes.ReadBlockCount(); count > 0; count = bytes.ReadBlockCount())
        {
            for (var i = 0L; i < count; i++)
                Write(items, ref bytes, depth + 1);
        }

        _writer.WriteEndArray();
    }

    private void WriteMap(Schema values, ref AvroBytes bytes, int depth)
    {
        _writer.WriteStartObject();
        for (var count = bytes.ReadBlockCount(); count > 0; count = bytes.ReadBlockCount())
        {
            for (var i = 0L; i < count; i++)
            {
                _writer.WritePropertyName(Text(bytes.ReadBytes()));
                Write(values, ref bytes, depth + 1);
            }
        }

        _writer.WriteEndObject();
    }

    private void WriteRecord(RecordSchema record, ref AvroBytes bytes, int depth)
    {
        _writer.WriteStartObject();
        foreach (var field in record.Fields)
        {
            _writer.WritePropertyName(field.Name);
            Write(field.Schema, ref bytes, depth + 1);
        }

        _writer.WriteEndObject();
    }

    private void WriteLogical(LogicalSchema schema, ref AvroBytes bytes, int depth)
    {
        if (schema.LogicalTypeName != "decimal")
        {
            Write(schema.BaseSchema, ref bytes, depth);
            return;
        }

        var unscaled = schema.BaseSchema is FixedSchema fixedSize ? bytes.Take(fixedSize.Size) : bytes.ReadBytes();
        // A number of a million digits takes minutes to write in tens.
        if (unscaled.Length > 64)
            throw new InvalidDataException($"a decimal has {unscaled.Length} bytes");
        var scale = int.TryParse(schema.GetProperty("scale"), out var digits) ? Math.Clamp(digits, 0, 154) : 0;
        _writer.WriteStringValue(Decimal(new BigInteger(unscaled, isBigEndian: true), scale));
    }

    private static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var number = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? "-" + number : number;
    }

    // JSON knows no such numbers.
    private void WriteNumber(float value)
    {
        if (float.IsFinite(value))
            _writer.WriteNumberValue(value);
        else
            _writer.WriteNullValue();
    }

    private void WriteNumber(double value)
    {
        if (double.IsFinite(value))
            _writer.WriteNumberValue(value);
        else
            _writer.WriteNullValue();
    }

    // The writer throws at invalid UTF-8; a call is not to be lost by it.
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) =>
        System.Text.Unicode.Utf8.IsValid(utf8) ? utf8 : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));

    private static int Index(long value, int count) =>
        value >= 0 && value < count ? (int)value : throw new InvalidDataException($"{value} is none of {count} choices");
}
