using System.Text;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Envoy's access log in its default text format, and in Istio's, which adds details, cluster and addresses.</summary>
/// <remarks>
/// Envoy escapes nothing in it, but its path has no spaces and stands before all that a client may write freely, so that no header moves the
/// request, the status or the sizes. Dropped: response flags and details, upstream host and times, local addresses.
/// </remarks>
public sealed class EnvoyText(EnvoyText.Options? options = null, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, ILineCall
{
    public const string Name = "envoy-text";

    private readonly Options _options = options ?? new Options();

    /// <summary>What a log line itself does not say.</summary>
    public sealed record Options
    {
        /// <summary>
        /// True: the last X-Forwarded-For entry is the caller of Envoy, in lines that name no other address (Envoy's default format): Envoy wrote it
        /// itself (use_remote_address: true), or a proxy before it did. Set false where clients reach Envoy directly and it trusts what they send.
        /// Default true.
        /// </summary>
        public bool LastForwardedIsPeer { get; init; } = true;
    }

    public FormatInfo Info { get; } = new(
        Name, "Envoy and Istio access log as text", "Envoy 1.36 default access log format; Istio 1.30 default text format (meshConfig.accessLogFormat unset)",
        CallMoment.Start, "bodies", ["scheme", "referer", "headers", "bodies", "credentials", "trace", "client address but the forwarded ones (Envoy's default)"]);

    public void Parse(in RawRecord record, ParsedRecords into) => LineCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        return EnvoyTextLine.TrySplit(record, out var fields, onlyTime: true) is null && Rfc3339.TryRead(fields.Time, out at, out _);
    }

    void ILineCall.Read(ReadOnlySpan<byte> line, ref CallDraft draft)
    {
        var memory = ParserMemory.OfThisThread;
        if (EnvoyTextLine.TrySplit(line, out var fields) is { } problem)
        {
            draft.Fail(problem);
            return;
        }

        if (Rfc3339.TryRead(fields.Time, out var at, out draft.Precision))
            draft.At = at;
        else
            draft.Fail("the time is not RFC 3339 between 1970 and 9999");
        draft.TakeRequest(RequestLine.Parse(fields.Request.SequenceEqual("- - -"u8) ? default : fields.Request, memory));
        draft.Status = LogValue.Status(fields.Status, ref draft);
        draft.RequestBytes = LogValue.Count(fields.Received, "received bytes", ref draft);
        draft.ResponseBytes = LogValue.Count(fields.Sent, "sent bytes", ref draft);
        if (LogValue.Count(fields.Duration, "milliseconds", ref draft) is { } milliseconds)
            draft.Duration = Milliseconds(milliseconds, ref draft);
        draft.ForwardedFor = LogValue.Plain(fields.ForwardedFor, memory);
        draft.UserAgent = LogValue.Plain(fields.UserAgent, memory);
        draft.RequestId = LogValue.IsAbsent(fields.RequestId) ? null : Encoding.UTF8.GetString(fields.RequestId);
        draft.Host = LogValue.IsAbsent(fields.Authority) ? null : RequestTarget.HostOf(fields.Authority, memory);
        draft.Callee = LogValue.Plain(fields.Cluster, memory) is { } cluster ? EnvoyLog.ServiceOf(cluster) : null;
        if (!fields.Peer.IsEmpty)
            draft.PeerAddress = LogValue.Address(fields.Peer, ref draft, memory);
        else if (_options.LastForwardedIsPeer)
            TakeLastForwarded(fields.ForwardedFor, ref draft, memory);
    }

    // The list without its last entry is what that one forwarded.
    private static void TakeLastForwarded(ReadOnlySpan<byte> list, ref CallDraft draft, ParserMemory memory)
    {
        var comma = list.LastIndexOf((byte)',');
        draft.PeerAddress = memory.Addresses.Get(list[(comma + 1)..].Trim((byte)' '), out draft.PeerPort);
        if (draft.PeerAddress is not null)
            draft.ForwardedFor = comma < 0 ? null : memory.Texts.Get(list[..comma]);
    }

    private static TimeSpan? Milliseconds(long count, ref CallDraft draft)
    {
        if (count <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond)
            return new TimeSpan(count * TimeSpan.TicksPerMillisecond);
        draft.Fail("the duration is out of range");
        return null;
    }
}
