using System.Buffers.Text;
using System.Text;
using Engine.Ingest.Formats.Text;
using Engine.Ingest.Sources.Kafka.Registry;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Avro;

/// <summary>Reads one call by schemas/avro/ApiEvent.avsc, field by field, believing nothing: the bytes may be anybody's.</summary>
internal static class AvroCall
{
    private const int MostFields = 256;

    /// <exception cref="InvalidDataException">The bytes are no call of the schema.</exception>
    public static ApiEvent Read(ReadOnlySpan<byte> encoded, in SourcePosition position)
    {
        var bytes = new AvroBytes(encoded);
        var memory = ParserMemory.OfThisThread;
        var id = ReadId(ref bytes);
        SkipPosition(ref bytes);
        var call = new ApiEvent
        {
            Id = id,
            Position = position,
            At = ReadTime(ref bytes),
            AtPrecision = (TimePrecision)ReadEnum(ref bytes, 3),
            AtMarks = (CallMoment)ReadEnum(ref bytes, 2),
            Duration = ReadDuration(ref bytes),
            Direction = (Direction)ReadEnum(ref bytes, 3),
            Environment = Name(ref bytes, memory, "environment"),
            ServiceVersion = OptionalText(ref bytes, memory),
            PeerAddress = IsThere(ref bytes) ? memory.Addresses.Get(bytes.ReadBytes()) ?? throw new InvalidDataException("the address is none") : null,
            PeerPort = (int?)OptionalNumber(ref bytes, ushort.MaxValue),
            ForwardedFor = OptionalText(ref bytes, memory),
            TlsFingerprint = OptionalText(ref bytes, memory),
            Method = Text(ref bytes, memory),
            Scheme = OptionalText(ref bytes, memory),
            Host = OptionalText(ref bytes, memory),
            Path = Text(ref bytes, memory),
            Query = OptionalText(ref bytes, memory),
            Protocol = OptionalText(ref bytes, memory),
            UserAgent = OptionalText(ref bytes, memory),
            Referer = OptionalText(ref bytes, memory),
            RequestHeaders = ReadFields(ref bytes, memory),
            RequestBytes = OptionalNumber(ref bytes, long.MaxValue),
            RequestBody = OptionalText(ref bytes, memory),
            Status = ReadStatus(ref bytes),
            ResponseHeaders = ReadFields(ref bytes, memory),
            ResponseBytes = OptionalNumber(ref bytes, long.MaxValue),
            ResponseBody = OptionalText(ref bytes, memory),
            BlockedBy = OptionalText(ref bytes, memory),
            Authentication = ReadEvidence(ref bytes, memory),
            Trace = IsThere(ref bytes) ? new TraceContext(Id(ref bytes), OptionalId(ref bytes), OptionalId(ref bytes)) : null,
            Hop = IsThere(ref bytes) ? new ServiceHop(OptionalText(ref bytes, memory), OptionalText(ref bytes, memory), OptionalText(ref bytes, memory)) : null,
            Route = OptionalText(ref bytes, memory),
            VendorRequestId = OptionalId(ref bytes),
            SourceFormat = Name(ref bytes, memory, "source format"),
        };
        return bytes.Remaining == 0 ? call : throw new InvalidDataException($"{bytes.Remaining} bytes are left over");
    }

    public static bool TryReadTime(ReadOnlySpan<byte> encoded, out DateTimeOffset at)
    {
        at = default;
        try
        {
            var bytes = new AvroBytes(encoded);
            ReadId(ref bytes);
            SkipPosition(ref bytes);
            at = ReadTime(ref bytes);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static EventId ReadId(ref AvroBytes bytes)
    {
        var text = bytes.ReadBytes();
        return Utf8Parser.TryParse(text, out Guid id, out var used) && used == text.Length
            ? new EventId(id)
            : throw new InvalidDataException("the id is no UUID");
    }

    private static void SkipPosition(ref AvroBytes bytes)
    {
        bytes.ReadBytes();
        bytes.ReadLong();
        bytes.ReadLong();
        bytes.ReadLong();
    }

    private static DateTimeOffset ReadTime(ref AvroBytes bytes)
    {
        var micros = bytes.ReadLong();
        return micros is >= 0 and < long.MaxValue / 10 && Moment.TryFromUnix(micros * TimeSpan.TicksPerMicrosecond, out var at)
            ? at
            : throw new InvalidDataException("the time lies outside 1970 to 9999");
    }

    private static TimeSpan? ReadDuration(ref AvroBytes bytes) => OptionalNumber(ref bytes, long.MaxValue / TimeSpan.TicksPerMicrosecond) is { } micros
        ? TimeSpan.FromTicks(micros * TimeSpan.TicksPerMicrosecond)
        : null;

    private static int? ReadStatus(ref AvroBytes bytes) => OptionalNumber(ref bytes, 999) is not { } status ? null
        : status >= 100 ? (int)status
        : throw new InvalidDataException("the status is not a number from 100 to 999");

    private static AuthenticationEvidence? ReadEvidence(ref AvroBytes bytes, ParserMemory memory) => !IsThere(ref bytes) ? null : new AuthenticationEvidence
    {
        Scheme = (AuthenticationScheme)ReadEnum(ref bytes, 9),
        CredentialHash = OptionalId(ref bytes),
        Subject = OptionalText(ref bytes, memory),
        Consumer = OptionalText(ref bytes, memory),
        Session = OptionalId(ref bytes),
        Claims = ReadFields(ref bytes, memory),
        VerifiedByGateway = IsThere(ref bytes) ? bytes.ReadBoolean() : null,
    };

    private static List<HeaderField>? ReadFields(ref AvroBytes bytes, ParserMemory memory)
    {
        if (!IsThere(ref bytes))
            return null;
        var fields = new List<HeaderField>();
        for (var count = bytes.ReadBlockCount(); count > 0; count = bytes.ReadBlockCount())
        {
            for (var i = 0L; i < count; i++)
            {
                if (fields.Count == MostFields)
                    throw new InvalidDataException($"it has more than {MostFields} fields in a list");
                fields.Add(new HeaderField(Text(ref bytes, memory), Text(ref bytes, memory)));
            }
        }

        return fields;
    }

    private static int ReadEnum(ref AvroBytes bytes, int symbols)
    {
        var index = bytes.ReadLong();
        return index >= 0 && index < symbols ? (int)index : throw new InvalidDataException($"{index} is none of {symbols} symbols");
    }

    private static bool IsThere(ref AvroBytes bytes) => ReadEnum(ref bytes, 2) == 1;

    private static long? OptionalNumber(ref AvroBytes bytes, long most)
    {
        if (!IsThere(ref bytes))
            return null;
        var number = bytes.ReadLong();
        return number >= 0 && number <= most ? number : throw new InvalidDataException($"{number} is not between 0 and {most}");
    }

    // Parts of every baseline's key: a name made up for each call would be a baseline for each.
    private static string Name(ref AvroBytes bytes, ParserMemory memory, string what) =>
        EnvironmentName.Of(bytes.ReadBytes(), memory) ?? throw new InvalidDataException($"the {what} is no name");

    private static string Text(ref AvroBytes bytes, ParserMemory memory) => memory.Texts.Get(bytes.ReadBytes());

    private static string? OptionalText(ref AvroBytes bytes, ParserMemory memory) => IsThere(ref bytes) ? Text(ref bytes, memory) : null;

    // Ids never repeat: remembering them would push out what does.
    private static string Id(ref AvroBytes bytes) => Encoding.UTF8.GetString(bytes.ReadBytes());

    private static string? OptionalId(ref AvroBytes bytes) => IsThere(ref bytes) ? Id(ref bytes) : null;
}
