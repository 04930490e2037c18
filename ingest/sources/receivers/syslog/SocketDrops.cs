using System.Globalization;
using System.Net.Sockets;

namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>Datagrams that the system threw away because a socket was full, where it tells: the last column of /proc/net/udp on Linux.</summary>
internal sealed class SocketDrops(Socket socket)
{
    private const int InodeColumn = 9;

    private readonly string? _inode = InodeOf(socket);
    private readonly string _table = socket.AddressFamily == AddressFamily.InterNetworkV6 ? "/proc/net/udp6" : "/proc/net/udp";
    private long? _last;

    /// <summary>So far; 0 where the system does not tell.</summary>
    public long Count => _last ?? Read();

    /// <summary>The socket is about to be closed: what it counted stays.</summary>
    public void Freeze() => _last = Read();

    private long Read()
    {
        if (_inode is null)
            return 0;
        try
        {
            foreach (var line in File.ReadLines(_table))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length > InodeColumn && columns[InodeColumn] == _inode)
                    return long.TryParse(columns[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var drops) ? drops : 0;
            }
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException)
        {
            // Not told here.
        }

        return 0;
    }

    private static string? InodeOf(Socket socket)
    {
        const string Prefix = "socket:[";
        if (!OperatingSystem.IsLinux())
            return null;
        var link = File.ResolveLinkTarget(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{socket.Handle}"), returnFinalTarget: false)?.Name;
        return link is not null && link.StartsWith(Prefix, StringComparison.Ordinal) ? link[Prefix.Length..^1] : null;
    }
}
