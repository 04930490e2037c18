using System.Text.Json;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Kong's log serializer (kong.log.serialize), as http-log, file-log, tcp-log, udp-log and kafka-log send it: one object, an array of
/// objects, or several objects in one record.
/// </summary>
/// <remarks>
/// Dropped: querystring (the URI has it), upstream_uri, tries, workspace, most headers. Kong's own route paths are prefixes or regular
/// expressions, no templates, so <see cref="ApiEvent.Route"/> stays null. client_ip is what Kong's real_ip made of the proxies.
/// </remarks>
public sealed class KongLog(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "kong";

    public FormatInfo Info { get; } = new(
        Name, "Kong Gateway log plugins", "Kong 2.2 to 3.x, kong/pdk/log.lua (serializer of http-log, file-log, tcp-log, udp-log, kafka-log)",
        CallMoment.Start, "whole messages, with headers", ["bodies", "client TLS fingerprint", "span ids"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        var memory = ParserMemory.OfThisThread;
        var reader = new Utf8JsonReader(record, JsonCalls.Reading);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                var found = JsonScalar.NameIs(ref reader, "started_at"u8, memory);
                reader.Read();
                if (found)
                    return TryMilliseconds(ref reader, memory, out at);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Parse will say what is wrong with it.
        }

        return false;
    }

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        var memory = ParserMemory.OfThisThread;
        string? consumer = null;
        string? entity = null;
        var isAnonymous = false;
        while (NextName(ref reader))
        {
            if (Enter(ref reader, "request"u8, memory))
                ReadRequest(ref reader, ref draft, memory, out isAnonymous);
            else if (Enter(ref reader, "response"u8, memory))
                ReadResponse(ref reader, ref draft, memory);
            else if (Enter(ref reader, "latencies"u8, memory))
                ReadLatencies(ref reader, ref draft, memory);
            else if (Enter(ref reader, "service"u8, memory))
                draft.Callee = ReadFirstOf(ref reader, memory, "name"u8, "host"u8, default);
            else if (Enter(ref reader, "consumer"u8, memory))
                consumer = ReadFirstOf(ref reader, memory, "username"u8, "custom_id"u8, "id"u8);
            else if (Enter(ref reader, "authenticated_entity"u8, memory))
                entity = ReadFirstOf(ref reader, memory, "id"u8, default, default);
            else if (Enter(ref reader, "trace_id"u8, memory))
                draft.TraceId = ReadFirstOf(ref reader, memory, "w3c"u8, "datadog"u8, "b3"u8);
            else
                ReadScalar(ref reader, ref draft, memory);
        }

        // Kong falls back on a configured consumer for strangers: a name that all of them share is nobody's.
        if (isAnonymous)
            return;
        draft.Credentials.Consumer = consumer ?? entity;
        draft.Credentials.Verified = draft.Credentials.Consumer is null ? null : true;
    }

    private static void ReadScalar(ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        if (JsonScalar.NameIs(ref reader, "client_ip"u8, memory))
        {
            reader.Read();
            var address = HeaderSelection.First(ref reader, memory);
            if (!address.IsEmpty && !address.SequenceEqual("unix:"u8) && (draft.PeerAddress = memory.Addresses.Get(address)) is null)
                draft.Fail("client_ip is not an IP address");
        }
        else if (JsonScalar.NameIs(ref reader, "started_at"u8, memory))
        {
            reader.Read();
            if (TryMilliseconds(ref reader, memory, out var at))
                draft.At = at;
            else
                draft.Fail("started_at is not a time in milliseconds between 1970 and 9999");
            draft.Precision = TimePrecision.Milliseconds;
            reader.Skip();
        }
        else
        {
            reader.Skip();
        }
    }

    private static void ReadRequest(ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory, out bool isAnonymous)
    {
        isAnonymous = false;
        while (NextName(ref reader))
        {
            if (Enter(ref reader, "headers"u8, memory))
            {
                while (NextName(ref reader))
                {
                    var name = reader.ValueSpan;
                    reader.Read();
                    if (name.SequenceEqual("x-anonymous-consumer"u8))
                        isAnonymous = HeaderSelection.First(ref reader, memory).SequenceEqual("true"u8);
                    else
                        HeaderSelection.TakeRequest(name, ref reader, ref draft, memory);
                }
            }
            else if (JsonScalar.NameIs(ref reader, "uri"u8, memory))
            {
                reader.Read();
                if (HeaderSelection.First(ref reader, memory) is { IsEmpty: false } uri)
                    Take(RequestTarget.Split(uri, memory), ref draft);
            }
            else if (JsonScalar.NameIs(ref reader, "url"u8, memory))
            {
                reader.Read();
                if (HeaderSelection.First(ref reader, memory) is { IsEmpty: false } url)
                    TakeOrigin(RequestTarget.Split(url, memory), ref draft);
            }
            else if (JsonScalar.NameIs(ref reader, "method"u8, memory))
            {
                reader.Read();
                if (HeaderSelection.First(ref reader, memory) is { IsEmpty: false } method)
                    draft.Method = MethodName.Of(method, memory.Texts);
            }
            else if (JsonScalar.NameIs(ref reader, "size"u8, memory))
            {
                reader.Read();
                var size = JsonScalar.Bytes(ref reader, memory);
                if (!JsonScalar.IsAbsent(reader.TokenType, size))
                    draft.RequestBytes = JsonScalar.Count(size, "request.size", ref draft);
                reader.Skip();
            }
            else if (JsonScalar.NameIs(ref reader, "id"u8, memory))
            {
                reader.Read();
                draft.RequestId = HeaderSelection.FirstText(ref reader, memory);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Take(in RequestTarget target, ref CallDraft draft)
    {
        draft.Path = target.Path;
        draft.Query = target.Query;
        draft.TargetHost = target.Host ?? draft.TargetHost;
    }

    // The URL names the scheme and a host; its path stands in only where Kong logged no URI.
    private static void TakeOrigin(in RequestTarget target, ref CallDraft draft)
    {
        draft.Scheme = target.Scheme ?? draft.Scheme;
        draft.TargetHost ??= target.Host;
        if (draft.Path is not null)
            return;
        draft.Path = target.Path;
        draft.Query = target.Query;
    }

    private static void ReadResponse(ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        while (NextName(ref reader))
        {
            if (Enter(ref reader, "headers"u8, memory))
            {
                while (NextName(ref reader))
                {
                    var name = reader.ValueSpan;
                    reader.Read();
                    HeaderSelection.TakeResponse(name, ref reader, ref draft, memory);
                }

                continue;
            }

            var isStatus = JsonScalar.NameIs(ref reader, "status"u8, memory);
            var isSize = !isStatus && JsonScalar.NameIs(ref reader, "size"u8, memory);
            reader.Read();
            var value = JsonScalar.Bytes(ref reader, memory);
            if (isStatus && !JsonScalar.IsAbsent(reader.TokenType, value))
                draft.Status = JsonScalar.Status(value, "response.status", ref draft);
            else if (isSize && !JsonScalar.IsAbsent(reader.TokenType, value))
                draft.ResponseBytes = JsonScalar.Count(value, "response.size", ref draft);
            reader.Skip();
        }
    }

    private static void ReadLatencies(ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        while (NextName(ref reader))
        {
            var isWhole = JsonScalar.NameIs(ref reader, "request"u8, memory);
            reader.Read();
            // Kong writes -1 for what it did not measure.
            if (isWhole && ScaledNumber.TryRead(JsonScalar.Bytes(ref reader, memory), TimeSpan.TicksPerMillisecond, 1, out var ticks) && ticks >= 0)
                draft.Duration = new TimeSpan(ticks);
            reader.Skip();
        }
    }

    /// <summary>The first of the names, in their order of preference, that the object holds as text.</summary>
    private static string? ReadFirstOf(
        ref Utf8JsonReader reader, ParserMemory memory, ReadOnlySpan<byte> best, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        string? bestText = null;
        string? secondText = null;
        string? thirdText = null;
        while (NextName(ref reader))
        {
            var rank = JsonScalar.NameIs(ref reader, best, memory) ? 1
                : !second.IsEmpty && JsonScalar.NameIs(ref reader, second, memory) ? 2
                : !third.IsEmpty && JsonScalar.NameIs(ref reader, third, memory) ? 3
                : 0;
            reader.Read();
            if (rank == 0)
            {
                reader.Skip();
                continue;
            }

            var text = HeaderSelection.FirstText(ref reader, memory);
            bestText = rank == 1 ? text : bestText;
            secondText = rank == 2 ? text : secondText;
            thirdText = rank == 3 ? text : thirdText;
        }

        return bestText ?? secondText ?? thirdText;
    }

    private static bool TryMilliseconds(ref Utf8JsonReader reader, ParserMemory memory, out DateTimeOffset at)
    {
        at = default;
        return ScaledNumber.TryRead(JsonScalar.Bytes(ref reader, memory), TimeSpan.TicksPerMillisecond, 1, out var ticks)
            && Moment.TryFromUnix(ticks, out at);
    }

    private static bool NextName(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    // True: the reader stood on this name and has entered its object. A value of another kind is left to the scalars, which skip it.
    private static bool Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ParserMemory memory)
    {
        if (!JsonScalar.NameIs(ref reader, name, memory))
            return false;
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.StartObject)
            return false;
        reader = ahead;
        return true;
    }
}
