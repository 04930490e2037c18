using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>The part of a syslog message that an application wrote, behind whatever header it has. What has no priority in front is taken whole.</summary>
internal static class SyslogMessage
{
    public static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> message)
    {
        message = message.TrimEnd("\r\n\0"u8);
        var rest = message;
        if (!SyslogHeader.TrySkipPriority(ref rest))
            return message;
        return SyslogHeader.TrySkip5424(rest, out var body) ? body : SyslogHeader.Skip3164(rest, out _);
    }
}
