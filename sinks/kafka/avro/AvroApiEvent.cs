using System.Net;
using Avro.IO;
using Engine.Schemas;

namespace Engine.Sinks.Kafka.Avro;

/// <summary>
/// A call by schemas/avro/ApiEvent.avsc, written and read. The credential itself is no field of it and never leaves. Enumerations are
/// written by their place, so what was written by another schema (its fingerprint says so) must not be read with this one.
/// </summary>
public static class AvroApiEvent
{
    public static void Write(Encoder into, ApiEvent call)
    {
        into.WriteId(call.Id);
        into.WritePosition(call.Position);
        into.WriteTime(call.At);
        into.WriteEnum((int)call.AtPrecision);
        into.WriteEnum((int)call.AtMarks);
        into.WriteOptional(call.Duration is { } length ? length.Ticks / TimeSpan.TicksPerMicrosecond : null);
        into.WriteEnum((int)call.Direction);
        into.WriteString(call.Environment);
        into.WriteOptional(call.ServiceVersion);
        into.WriteOptional(call.PeerAddress?.ToString());
        into.WriteOptional(call.PeerPort);
        into.WriteOptional(call.ForwardedFor);
        into.WriteOptional(call.TlsFingerprint);
        into.WriteString(call.Method);
        into.WriteOptional(call.Scheme);
        into.WriteOptional(call.Host);
        into.WriteString(call.Path);
        into.WriteOptional(call.Query);
        into.WriteOptional(call.Protocol);
        into.WriteOptional(call.UserAgent);
        into.WriteOptional(call.Referer);
        WriteFields(into, call.RequestHeaders);
        into.WriteOptional(call.RequestBytes);
        into.WriteOptional(call.RequestBody);
        into.WriteOptional(call.Status);
        WriteFields(into, call.ResponseHeaders);
        into.WriteOptional(call.ResponseBytes);
        into.WriteOptional(call.ResponseBody);
        into.WriteOptional(call.BlockedBy);
        if (into.WriteIsThere(call.Authentication is not null))
            Write(into, call.Authentication!);
        if (into.WriteIsThere(call.Trace is not null))
        {
            into.WriteString(call.Trace!.TraceId);
            into.WriteOptional(call.Trace.SpanId);
            into.WriteOptional(call.Trace.ParentSpanId);
        }

        if (into.WriteIsThere(call.Hop is not null))
        {
            into.WriteOptional(call.Hop!.Caller);
            into.WriteOptional(call.Hop.Callee);
            into.WriteOptional(call.Hop.Database);
        }

        into.WriteOptional(call.Route);
        into.WriteOptional(call.VendorRequestId);
        into.WriteString(call.SourceFormat);
    }

    public static ApiEvent Read(Decoder from) => new()
    {
        Id = from.ReadId(),
        Position = from.ReadPosition(),
        At = from.ReadTime(),
        AtPrecision = (TimePrecision)from.ReadEnum(),
        AtMarks = (CallMoment)from.ReadEnum(),
        Duration = from.ReadOptionalLong() is { } micros ? TimeSpan.FromTicks(micros * TimeSpan.TicksPerMicrosecond) : null,
        Direction = (Direction)from.ReadEnum(),
        Environment = from.ReadString(),
        ServiceVersion = from.ReadOptionalText(),
        PeerAddress = from.ReadOptionalText() is { } address ? IPAddress.Parse(address) : null,
        PeerPort = from.ReadOptionalInt(),
        ForwardedFor = from.ReadOptionalText(),
        TlsFingerprint = from.ReadOptionalText(),
        Method = from.ReadString(),
        Scheme = from.ReadOptionalText(),
        Host = from.ReadOptionalText(),
        Path = from.ReadString(),
        Query = from.ReadOptionalText(),
        Protocol = from.ReadOptionalText(),
        UserAgent = from.ReadOptionalText(),
        Referer = from.ReadOptionalText(),
        RequestHeaders = ReadFields(from),
        RequestBytes = from.ReadOptionalLong(),
        RequestBody = from.ReadOptionalText(),
        Status = from.ReadOptionalInt(),
        ResponseHeaders = ReadFields(from),
        ResponseBytes = from.ReadOptionalLong(),
        ResponseBody = from.ReadOptionalText(),
        BlockedBy = from.ReadOptionalText(),
        Authentication = from.ReadIsThere() ? ReadEvidence(from) : null,
        Trace = from.ReadIsThere() ? new TraceContext(from.ReadString(), from.ReadOptionalText(), from.ReadOptionalText()) : null,
        Hop = from.ReadIsThere() ? new ServiceHop(from.ReadOptionalText(), from.ReadOptionalText(), from.ReadOptionalText()) : null,
        Route = from.ReadOptionalText(),
        VendorRequestId = from.ReadOptionalText(),
        SourceFormat = from.ReadString(),
    };

    private static AuthenticationEvidence ReadEvidence(Decoder from) => new()
    {
        Scheme = (AuthenticationScheme)from.ReadEnum(),
        CredentialHash = from.ReadOptionalText(),
        Subject = from.ReadOptionalText(),
        Consumer = from.ReadOptionalText(),
        Session = from.ReadOptionalText(),
        Claims = ReadFields(from),
        VerifiedByGateway = from.ReadIsThere() ? from.ReadBoolean() : null,
    };

    private static List<HeaderField>? ReadFields(Decoder from) => from.ReadIsThere()
        ? from.ReadList(static inner => new HeaderField(inner.ReadString(), inner.ReadString()))
        : null;

    private static void Write(Encoder into, AuthenticationEvidence evidence)
    {
        into.WriteEnum((int)evidence.Scheme);
        into.WriteOptional(evidence.CredentialHash);
        into.WriteOptional(evidence.Subject);
        into.WriteOptional(evidence.Consumer);
        into.WriteOptional(evidence.Session);
        WriteFields(into, evidence.Claims);
        if (into.WriteIsThere(evidence.VerifiedByGateway is not null))
            into.WriteBoolean(evidence.VerifiedByGateway!.Value);
    }

    private static void WriteFields(Encoder into, IReadOnlyList<HeaderField>? fields)
    {
        if (into.WriteIsThere(fields is not null))
        {
            into.WriteList(fields!, static (to, field) =>
            {
                to.WriteString(field.Name);
                to.WriteString(field.Value);
            });
        }
    }
}
