using System.Text;
using System.Text.Json;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Fills a call from the members of a mapped JSON object, in one pass.</summary>
internal sealed class FieldReader(MappedJson.Options options)
{
    // Ticks per unit: a multiplier and a divisor, since a nanosecond is a hundredth of a tick.
    private readonly (long Unit, long Divisor) _time = options.Time switch
    {
        TimeEncoding.UnixSeconds => (TimeSpan.TicksPerSecond, 1),
        TimeEncoding.UnixMilliseconds => (TimeSpan.TicksPerMillisecond, 1),
        TimeEncoding.UnixMicroseconds => (TimeSpan.TicksPerMicrosecond, 1),
        _ => (1, 100),
    };

    private readonly TimePrecision _precision = options.Time switch
    {
        TimeEncoding.UnixSeconds => TimePrecision.Seconds,
        TimeEncoding.UnixMilliseconds => TimePrecision.Milliseconds,
        _ => TimePrecision.Microseconds,
    };

    private readonly (long Unit, long Divisor) _duration = options.Duration switch
    {
        DurationUnit.Seconds => (TimeSpan.TicksPerSecond, 1),
        DurationUnit.Milliseconds => (TimeSpan.TicksPerMillisecond, 1),
        DurationUnit.Microseconds => (TimeSpan.TicksPerMicrosecond, 1),
        _ => (1, 100),
    };

    private readonly bool _isText = options.Time == TimeEncoding.Rfc3339;
    private readonly bool _userIsVerified = options.UserIsVerified;

    /// <summary>The reader stands on the object's start and is left on its end.</summary>
    public void ReadObject(ref Utf8JsonReader reader, FieldMap map, ref CallDraft draft, ParserMemory memory)
    {
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = map.Find(ref reader, ref next, memory);
            var name = reader.ValueSpan;
            reader.Read();
            if (map.HoldsHeaders)
                TakeHeader(map, name, ref reader, ref draft, memory, member);
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                TakeStructure(member, ref reader, ref draft, memory);
            else if (member is not null)
                TakeScalar(member, ref reader, ref draft, memory);
        }
    }

    /// <summary>What only the whole object can say.</summary>
    public void Finish(ref CallDraft draft)
    {
        if (draft.Credentials.Subject is not null || draft.Credentials.Consumer is not null)
            draft.Credentials.Verified = _userIsVerified && draft.Status is not (null or 401 or 403) ? true : null;
    }

    private void TakeScalar(FieldMap member, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        var value = JsonScalar.Bytes(ref reader, memory);
        if (value.IsEmpty)
            return;
        foreach (var field in member.Fields)
            Take(field, value, ref draft, memory);
    }

    private void TakeStructure(FieldMap? member, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        if (member is null)
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            // The first of several: what a client sends twice, gateways log as an array.
            reader.Read();
            TakeScalar(member, ref reader, ref draft, memory);
            for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
                reader.Skip();
        }
        else if (member.HasMembers || member.HoldsHeaders)
        {
            ReadObject(ref reader, member, ref draft, memory);
        }
        else
        {
            foreach (var field in member.Fields)
                RefuseObject(field, ref draft);
            reader.Skip();
        }
    }

    private void TakeHeader(
        FieldMap map, ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory, FieldMap? member)
    {
        if (member is not null)
        {
            var copy = reader;
            if (copy.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                TakeStructure(member, ref copy, ref draft, memory);
            else
                TakeScalar(member, ref copy, ref draft, memory);
        }

        if (map.HoldsRequestHeaders)
            HeaderSelection.TakeRequest(name, ref reader, ref draft, memory);
        else
            HeaderSelection.TakeResponse(name, ref reader, ref draft, memory);
    }

    private static void RefuseObject(MappedField field, ref CallDraft draft)
    {
        if (field is MappedField.Time or MappedField.Duration or MappedField.Status or MappedField.RequestBytes or MappedField.ResponseBytes
            or MappedField.Port)
            draft.Fail($"{JsonNamingPolicy.SnakeCaseLower.ConvertName(field.ToString())} is an object, not a number or time");
    }

    private void Take(MappedField field, ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        switch (field)
        {
            case MappedField.Time: TakeTime(value, ref draft); break;
            case MappedField.Duration: TakeDuration(value, ref draft); break;
            case MappedField.Address: TakeAddress(value, ref draft, memory); break;
            case MappedField.Port: TakePort(value, ref draft); break;
            case MappedField.ForwardedFor: draft.ForwardedFor = memory.Texts.Get(value); break;
            case MappedField.TlsFingerprint: draft.TlsFingerprint = memory.Texts.Get(value); break;
            case MappedField.RequestLine: TakeRequestLine(value, ref draft, memory); break;
            case MappedField.Method: draft.Method = MethodName.Of(value, memory.Texts); break;
            case MappedField.Scheme: draft.Scheme = value.SequenceEqual("https"u8) ? "https" : memory.Texts.Get(value).ToLowerInvariant(); break;
            case MappedField.Host: draft.Host = RequestTarget.HostOf(value, memory); break;
            // Many map $request_uri to the path: a raw '?' can only begin a query.
            case MappedField.Uri or MappedField.Path: TakeTarget(value, ref draft, memory); break;
            case MappedField.Query: draft.Query = memory.Texts.Get(value[0] == '?' ? value[1..] : value); break;
            case MappedField.Protocol: draft.Protocol = RequestLine.ProtocolName(value, memory); break;
            case MappedField.UserAgent: draft.UserAgent = memory.Texts.Get(value); break;
            case MappedField.Referer: draft.Referer = memory.Texts.Get(value); break;
            case MappedField.RequestBytes: draft.RequestBytes = JsonScalar.Count(value, "request_bytes", ref draft); break;
            case MappedField.RequestBody: draft.RequestBody = memory.Texts.Get(value); break;
            case MappedField.Status: draft.Status = JsonScalar.Status(value, "status", ref draft); break;
            case MappedField.ResponseBytes: draft.ResponseBytes = JsonScalar.Count(value, "response_bytes", ref draft); break;
            case MappedField.ResponseBody: draft.ResponseBody = memory.Texts.Get(value); break;
            case MappedField.BlockedBy: draft.BlockedBy = memory.Texts.Get(value); break;
            case MappedField.User: draft.Credentials.Subject = memory.Texts.Get(value); break;
            case MappedField.Consumer: draft.Credentials.Consumer = memory.Texts.Get(value); break;
            case MappedField.Authorization: draft.Credentials.TakeAuthorization(value); break;
            case MappedField.ApiKey: draft.Credentials.TakeApiKey(value); break;
            case MappedField.Cookies: draft.Credentials.TakeCookies(value); break;
            case MappedField.Session: draft.Credentials.Session = Encoding.UTF8.GetString(value); break;
            case MappedField.TraceId: draft.TraceId = memory.Texts.Get(value); break;
            case MappedField.SpanId: draft.SpanId = memory.Texts.Get(value); break;
            case MappedField.ParentSpanId: draft.ParentSpanId = memory.Texts.Get(value); break;
            case MappedField.Caller: draft.Caller = memory.Texts.Get(value); break;
            case MappedField.Callee: draft.Callee = memory.Texts.Get(value); break;
            case MappedField.Database: draft.Database = memory.Texts.Get(value); break;
            case MappedField.Route: draft.Route = memory.Texts.Get(value); break;
            case MappedField.RequestId: draft.RequestId = memory.Texts.Get(value); break;
            case MappedField.ServiceVersion: draft.ServiceVersion = memory.Texts.Get(value); break;
        }
    }

    private void TakeTime(ReadOnlySpan<byte> value, ref CallDraft draft)
    {
        if (_isText && Rfc3339.TryRead(value, out var at, out var precision))
        {
            draft.At = at;
            draft.Precision = precision;
        }
        else if (!_isText && ScaledNumber.TryRead(value, _time.Unit, _time.Divisor, out var ticks) && Moment.TryFromUnix(ticks, out at))
        {
            draft.At = at;
            draft.Precision = _precision;
        }
        else
        {
            draft.Fail(_isText ? "time is not RFC 3339 between 1970 and 9999" : "time is not a Unix time between 1970 and 9999");
        }
    }

    private void TakeDuration(ReadOnlySpan<byte> value, ref CallDraft draft)
    {
        if (!ScaledNumber.TryRead(value, _duration.Unit, _duration.Divisor, out var ticks))
            draft.Fail("duration is not a number");
        else if (ticks < 0)
            draft.Fail("duration is negative");
        else
            draft.Duration = new TimeSpan(ticks);
    }

    private static void TakeAddress(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        draft.PeerAddress = memory.Addresses.Get(value, out var port);
        draft.PeerPort ??= port;
        if (draft.PeerAddress is null && !value.SequenceEqual("unix:"u8))
            draft.Fail("address is not an IP address");
    }

    private static void TakePort(ReadOnlySpan<byte> value, ref CallDraft draft)
    {
        if (JsonScalar.Count(value, "port", ref draft) is not { } port)
            return;
        if (port <= ushort.MaxValue)
            draft.PeerPort = (int)port;
        else
            draft.Fail("port is over 65535");
    }

    private static void TakeRequestLine(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        var line = RequestLine.Parse(value, memory);
        draft.Method ??= line.Method;
        draft.Protocol ??= line.Protocol;
        Take(line.Target, ref draft);
    }

    private static void TakeTarget(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory) =>
        Take(RequestTarget.Split(value, memory), ref draft);

    private static void Take(in RequestTarget target, ref CallDraft draft)
    {
        draft.Path ??= target.Path;
        draft.Query ??= target.Query;
        draft.Scheme ??= target.Scheme;
        draft.TargetHost ??= target.Host;
    }
}
