using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Envelopes;

/// <summary>
/// A syslog line: RFC 5424, RFC 3164, and what rsyslog and syslog-ng write into files, which lack the priority and may have an RFC 3339 time.
/// </summary>
/// <remarks>Host, tag and structured data are written by the sender's machine, not by a client. Without a priority a time and a tag must be there.</remarks>
internal sealed class SyslogEnvelope : IEnvelope
{
    public EnvelopeInfo Info { get; } = new(
        "syslog", "syslog line", "RFC 5424; RFC 3164; rsyslog 8 RSYSLOG_FileFormat and RSYSLOG_TraditionalFileFormat", "priority, time, host, application, structured data");

    public bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem)
    {
        content = record;
        problem = null;
        if (at >= record.Length)
            return false;
        at = record.Length;
        var rest = record.Span;
        ReadOnlySpan<byte> text = default;
        var isWhole = SyslogHeader.TrySkipPriority(ref rest) && SyslogHeader.TrySkip5424(rest, out text);
        if (!isWhole)
            text = SyslogHeader.Skip3164(rest, out isWhole);
        if (isWhole && !text.IsEmpty)
            content = record[(record.Length - text.Length)..];
        else
            problem = isWhole ? "the syslog line has no text" : "the line has no syslog header (RFC 5424, or RFC 3164 with time and tag)";
        return true;
    }
}
