using Engine.Ingest.Formats.Otlp;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Envoy;

/// <summary>
/// A message of Envoy's access-log service: envoy.service.accesslog.v3.StreamAccessLogsMessage as protobuf, with many calls in it. Custom
/// tags named user, role and blocked_by are what our example of Envoy's JSON log has under these names.
/// </summary>
/// <remarks>
/// <c>user</c> is believed because our example takes it from the payload that jwt_authn has verified. Entries of TCP, and those that
/// Envoy writes while a call still goes on, are skipped and counted. Dropped: response flags and details, trailers, metadata, filter
/// state, times of the upstream, local addresses, the route's name (which is no template).
/// </remarks>
public sealed class EnvoyAls(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat
{
    public const string Name = "envoy-als";

    private const int HttpLogs = 2, TcpLogs = 3, LogEntry = 1;

    public FormatInfo Info { get; } = new(
        Name, "Envoy access logs over gRPC", "Envoy 1.36 API v3, envoy/service/accesslog/v3/als.proto and envoy/data/accesslog/v3/accesslog.proto",
        CallMoment.Start, "bodies", ["bodies", "headers but for additional_request_headers_to_log", "methods beyond the nine of HTTP"])
    {
        IsBinary = true,
        LargeRecordBytes = FormatInfo.BatchBytes,
    };

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var bytes = record.Bytes.Span;
        if (bytes.Length > Info.MostRecordBytes(mostRecordBytes))
        {
            into.Refuse(record, Name, $"the record is {bytes.Length} bytes long, more than {Info.MostRecordBytes(mostRecordBytes)}", 0, "", bytes.Length);
            return;
        }

        var index = 0;
        try
        {
            var message = new ProtobufBytes(bytes);
            while (message.Next())
            {
                if (message.IsDelimited && message.Field is HttpLogs or TcpLogs && !TryReadEntries(message.Bytes, message.Field == HttpLogs, record, ref index, into))
                    return;
            }

            if (index == 0)
                into.Refuse(record, Name, "the record holds no call", 0, "", bytes.Length);
        }
        catch (InvalidDataException broken)
        {
            into.Refuse(record, Name, $"no valid message of Envoy: {broken.Message}", index, "", bytes.Length);
        }
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        try
        {
            var message = new ProtobufBytes(record);
            while (message.Next())
            {
                if (message is not { Field: HttpLogs, IsDelimited: true })
                    continue;
                var entries = new ProtobufBytes(message.Bytes);
                return entries.Next() && entries.IsDelimited && EnvoyEntry.TryReadTime(entries.Bytes, out at);
            }
        }
        catch (InvalidDataException)
        {
            // It has none.
        }

        return false;
    }

    /// <summary>False: the record holds more than is read of one.</summary>
    private bool TryReadEntries(ReadOnlySpan<byte> bytes, bool areHttp, in RawRecord record, ref int index, ParsedRecords into)
    {
        var entries = new ProtobufBytes(bytes);
        while (entries.Next())
        {
            if (entries is not { Field: LogEntry, IsDelimited: true })
                continue;
            if (index == JsonCalls.MostCalls)
            {
                into.Refuse(record, Name, $"the record holds more than {JsonCalls.MostCalls} calls; the rest is not read", index, "", record.Bytes.Length);
                return false;
            }

            var draft = new CallDraft { Capture = into.Capture, IsNoCall = !areHttp };
            if (areHttp)
                EnvoyEntry.Read(entries.Bytes, ref draft);
            if (draft.Complete(record, index, Info, into) is { } problem)
                into.Refuse(record, Name, problem, index, "", entries.Bytes.Length);
            index++;
        }

        return true;
    }
}
