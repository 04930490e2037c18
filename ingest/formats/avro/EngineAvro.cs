using System.Buffers.Binary;
using Avro;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Avro;

/// <summary>
/// Engine's own calls (schemas/avro/ApiEvent.avsc) in Avro's single-object encoding: what a <c>--role ingest</c> writes, and what a program
/// of yours may write that knows the schema.
/// </summary>
/// <remarks>
/// A call keeps the id that its first reading gave it, so that the same call read twice stays one; its position is where it stands here.
/// Enumerations are numbers of the schema, so a record of another fingerprint is refused, not guessed at.
/// </remarks>
public sealed class EngineAvro(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat
{
    public const string Name = "engine-avro";

    private const int PrefixBytes = 10;

    private static readonly Lazy<ulong> s_fingerprint = new(Fingerprint);

    public FormatInfo Info { get; } = new(
        Name, "Engine's own ApiEvent in Avro", "schemas/avro/ApiEvent.avsc; Avro 1.12, single-object encoding", CallMoment.Start, "as the format that read the call first",
        ["credentials (their keyed hash is there)"])
    {
        IsBinary = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var bytes = record.Bytes.Span;
        if (Reason(bytes) is { } reason)
        {
            into.Refuse(record, Name, reason, 0, "", bytes.Length);
            return;
        }

        try
        {
            into.Accept(AvroCall.Read(bytes[PrefixBytes..], record.Position));
        }
        catch (InvalidDataException wrong)
        {
            into.Refuse(record, Name, $"the value does not fit the schema: {wrong.Message}", 0, "", bytes.Length);
        }
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        return Reason(record) is null && AvroCall.TryReadTime(record[PrefixBytes..], out at);
    }

    private string? Reason(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > mostRecordBytes)
            return $"the record is {bytes.Length} bytes long, more than {mostRecordBytes}";
        if (bytes.Length < PrefixBytes || bytes[0] != 0xC3 || bytes[1] != 0x01)
            return "the record does not begin as Avro's single-object encoding does (C3 01)";
        var fingerprint = BinaryPrimitives.ReadUInt64LittleEndian(bytes[2..]);
        return fingerprint == s_fingerprint.Value
            ? null
            : $"the record has schema {fingerprint:x16}, and ApiEvent of this version is {s_fingerprint.Value:x16}";
    }

    private static ulong Fingerprint()
    {
        using var reader = new StreamReader(typeof(ApiEvent).Assembly.GetManifestResourceStream("avro/ApiEvent.avsc")!);
        return unchecked((ulong)SchemaNormalization.ParsingFingerprint64(Schema.Parse(reader.ReadToEnd())));
    }
}
