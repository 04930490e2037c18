using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Fills a call from the members of a mapped JSON object, in one pass.</summary>
internal sealed class FieldReader(JsonUnits units)
{
    private readonly TimeReading _time = new(units.Time);

    // Ticks per unit: a multiplier and a divisor, since a nanosecond is a hundredth of a tick.
    private readonly (long Unit, long Divisor) _duration = units.Duration switch
    {
        DurationUnit.Seconds => (TimeSpan.TicksPerSecond, 1),
        DurationUnit.Milliseconds => (TimeSpan.TicksPerMillisecond, 1),
        DurationUnit.Microseconds => (TimeSpan.TicksPerMicrosecond, 1),
        _ => (1, 100),
    };

    private readonly bool _userIsVerified = units.UserIsVerified;

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
            else if (member is null && map.HasPrefixes && map.TakePrefixed(name, ref reader, ref draft, memory))
                continue;
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                TakeStructure(member, ref reader, ref draft, memory);
            else if (member is not null)
                TakeScalar(member, ref reader, ref draft, memory);
        }
    }

    /// <summary>What only the whole object can say.</summary>
    public void Finish(ref CallDraft draft)
    {
        if (draft.Credentials.Verified is not null)
            draft.Credentials.Verified = draft.Status == 401 ? null : draft.Credentials.Verified;
        else if (draft.Credentials.Subject is not null || draft.Credentials.Consumer is not null)
            draft.Credentials.Verified = _userIsVerified && draft.Status is not (null or 401 or 403) ? true : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeScalar(FieldMap member, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        var value = JsonScalar.Bytes(ref reader, memory);
        if (value.IsEmpty)
            return;
        var fields = member.Fields;
        for (var i = 0; i < fields.Length; i++)
            Take(fields[i], value, ref draft, memory);
    }

    private void TakeStructure(FieldMap? member, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        if (member is null)
        {
            reader.Skip();
        }
        else if (member.HoldsHeaders && reader.TokenType == JsonTokenType.StartArray)
        {
            HeaderPairs.Take(ref reader, member.HoldsRequestHeaders, ref draft, memory);
        }
        else if (member.HoldsCookies && reader.TokenType == JsonTokenType.StartObject && !draft.Drops(HeaderPlace.Cookie))
        {
            TakeCookies(ref reader, ref draft, memory);
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

    private static void TakeCookies(ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSession = CredentialDraft.IsSessionName(reader.ValueSpan);
            reader.Read();
            var value = JsonScalar.Bytes(ref reader, memory);
            if (isSession && !value.IsEmpty)
                draft.Credentials.Session ??= Encoding.UTF8.GetString(value);
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

    /// <summary>Puts a value, without escapes and never absent, where it belongs.</summary>
    public void Take(MappedField field, ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        switch (field)
        {
            case MappedField.Time: TakeTime(value, ref draft, memory); break;
            case MappedField.Duration: TakeDuration(value, ref draft); break;
            case MappedField.Address: TakeAddress(value, ref draft, memory); break;
            case MappedField.Port: TakePort(value, ref draft); break;
            case MappedField.ForwardedFor: draft.ForwardedFor = memory.Texts.Get(value); break;
            case MappedField.TlsFingerprint: TakeFingerprint(value, ref draft, memory); break;
            case MappedField.RequestLine: TakeRequestLine(value, ref draft, memory); break;
            case MappedField.Method: draft.Method = MethodName.Of(value, memory.Texts); break;
            case MappedField.Scheme:
                draft.Scheme = value.SequenceEqual("https"u8) ? "https" : memory.Texts.Get(value).ToLowerInvariant();
                break;
            case MappedField.Host: draft.Host = RequestTarget.HostOf(value, memory); break;
            // Many map $request_uri to the path: a raw '?' can only begin a query.
            case MappedField.Uri or MappedField.Path or MappedField.Url: TakeTarget(value, ref draft, memory); break;
            case MappedField.Query: draft.Query = memory.Texts.Get(value[0] == '?' ? value[1..] : value); break;
            case MappedField.Protocol: draft.Protocol = RequestLine.ProtocolName(value, memory); break;
            case MappedField.UserAgent: draft.UserAgent = memory.Texts.Get(value); break;
            case MappedField.Referer: draft.Referer = memory.Texts.Get(value); break;
            case MappedField.RequestBytes: draft.RequestBytes = JsonScalar.Count(value, "request_bytes", ref draft); break;
            case MappedField.RequestBody: draft.TakeRequestBody(value); break;
            case MappedField.Status: draft.Status = JsonScalar.Status(value, "status", ref draft); break;
            case MappedField.ResponseBytes: draft.ResponseBytes = JsonScalar.Count(value, "response_bytes", ref draft); break;
            case MappedField.ResponseBody: draft.TakeResponseBody(value); break;
            case MappedField.BlockedBy: draft.BlockedBy = memory.Texts.Get(value); break;
            case MappedField.User: draft.Credentials.Subject = memory.Texts.Get(value); break;
            case MappedField.Consumer: draft.Credentials.Consumer = memory.Texts.Get(value); break;
            case MappedField.Authorization when !draft.Drops(HeaderPlace.Authorization): draft.Credentials.TakeAuthorization(value); break;
            case MappedField.ApiKey when !draft.Drops(HeaderPlace.ApiKey): draft.Credentials.TakeApiKey(value); break;
            case MappedField.Cookies when !draft.Drops(HeaderPlace.Cookie): draft.Credentials.TakeCookies(value); break;
            case MappedField.Session: draft.Credentials.Session = Encoding.UTF8.GetString(value); break;
            // Ids never repeat: remembering them would push out what does.
            case MappedField.TraceId: draft.TraceId = Encoding.UTF8.GetString(value); break;
            case MappedField.SpanId: draft.SpanId = Encoding.UTF8.GetString(value); break;
            case MappedField.ParentSpanId: draft.ParentSpanId = Encoding.UTF8.GetString(value); break;
            case MappedField.Traceparent: Traceparent.Take(value, ref draft); break;
            case MappedField.Caller: draft.Caller = memory.Texts.Get(value); break;
            case MappedField.Callee: draft.Callee = memory.Texts.Get(value); break;
            case MappedField.Database: draft.Database = memory.Texts.Get(value); break;
            case MappedField.Route: draft.Route = memory.Texts.Get(value); break;
            case MappedField.RequestId: draft.RequestId = Encoding.UTF8.GetString(value); break;
            case MappedField.ServiceVersion: draft.ServiceVersion = memory.Texts.Get(value); break;
            case MappedField.Environment: draft.Environment = EnvironmentName.Of(value, memory); break;
            case MappedField.DirectAddress: draft.DirectAddress = memory.Addresses.Get(value, out _); break;
            case MappedField.ServerName: draft.TargetHost ??= RequestTarget.HostOf(value, memory); break;
            case MappedField.EndTime: TakeEnd(value, ref draft, memory); break;
            case MappedField.UserRole: draft.Credentials.TakeClaim("role", memory.Texts.Get(value)); break;
            case MappedField.VerifiedUser:
                draft.Credentials.Subject = memory.Texts.Get(value);
                draft.Credentials.Verified = true;
                break;
            case MappedField.UserCheck: draft.Credentials.Verified = value.SequenceEqual("true"u8) ? true : value.SequenceEqual("false"u8) ? false : null; break;
            case MappedField.OriginalTarget: TakeOriginal(value, ref draft, memory); break;
            case MappedField.Certificate: draft.Credentials.TakeCertificate(value); break;
            case MappedField.CertificateCheck: draft.Credentials.CertificateIsVerified = value.SequenceEqual("SUCCESS"u8) ? true : null; break;
            case MappedField.MeasuredDuration when value[0] != '-': TakeDuration(value, ref draft); break;
            case MappedField.MeasuredRequestBytes when value[0] != '-': draft.RequestBytes = JsonScalar.Count(value, "request bytes", ref draft); break;
            case MappedField.MeasuredResponseBytes when value[0] != '-': draft.ResponseBytes = JsonScalar.Count(value, "response bytes", ref draft); break;
            case MappedField.WholeResponseBytes: draft.WholeResponseBytes = JsonScalar.Count(value, "response bytes", ref draft); break;
            case MappedField.FirstNote: draft.Notes.First = memory.Texts.Get(value); break;
            case MappedField.SecondNote: draft.Notes.Second = memory.Texts.Get(value); break;
            case MappedField.ThirdNote: draft.Notes.Third = memory.Texts.Get(value); break;
        }
    }

    // On their own, so that what they need on the stack is not cleared for every other field.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeRequestLine(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory) => draft.TakeRequest(RequestLine.Parse(value, memory));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeTarget(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory) => draft.TakeTarget(RequestTarget.Split(value, memory));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeOriginal(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        var original = RequestTarget.Split(value, memory);
        (draft.Path, draft.Query) = (original.Path, original.Query);
    }

    private void TakeTime(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        // Of two times the finer one counts.
        if (!_time.TryRead(value, memory, out var at, out var precision))
            draft.Fail($"time is not {_time.Name} between 1970 and 9999");
        else if (draft.At is null || precision > draft.Precision)
            (draft.At, draft.Precision) = (at, precision);
    }

    private void TakeEnd(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        // Whole seconds would say that a call took none.
        if (_time.TryRead(value, memory, out var at, out var precision) && precision != TimePrecision.Seconds)
            draft.Ended = at;
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

    // JA4 tells more than JA3, and it alone has '_'.
    private static void TakeFingerprint(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        if (draft.TlsFingerprint is null || value.Contains((byte)'_'))
            draft.TlsFingerprint = memory.Texts.Get(value);
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
}
