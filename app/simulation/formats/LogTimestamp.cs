using System.Globalization;
using System.Text;

namespace Engine.App.Simulation.Formats;

/// <summary>Times as access logs write them, <c>02/Mar/2026:00:00:00</c>, UTC; kept for the many calls of one second.</summary>
internal sealed class LogTimestamp
{
    private long _second = long.MinValue;
    private byte[] _text = [];

    /// <param name="at">Milliseconds since the Unix epoch; they are not written.</param>
    public ReadOnlySpan<byte> Of(long at)
    {
        var second = at / 1_000;
        if (second != _second)
        {
            _second = second;
            _text = Encoding.ASCII.GetBytes(DateTimeOffset.FromUnixTimeSeconds(second).ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture));
        }

        return _text;
    }
}
