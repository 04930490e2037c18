using System.Globalization;
using System.Text;

namespace Engine.App.Simulation.Formats;

/// <summary>RFC 3339 times with milliseconds; the part down to the second is kept, since thousands of calls share it.</summary>
internal sealed class Timestamp
{
    private long _second = long.MinValue;
    private byte[] _text = [];

    public void Write(long at, Utf8Buffer into)
    {
        var second = at / 1_000;
        if (second != _second)
        {
            _second = second;
            _text = Encoding.ASCII.GetBytes(DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss.", CultureInfo.InvariantCulture));
        }

        var milliseconds = (int)(at % 1_000);
        into.Add(_text).Add([(byte)('0' + (milliseconds / 100)), (byte)('0' + (milliseconds / 10 % 10)), (byte)('0' + (milliseconds % 10)), (byte)'Z']);
    }
}
