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
            var time = DateTimeOffset.FromUnixTimeSeconds(second);
            _text = Encoding.ASCII.GetBytes(time.ToString("yyyy-MM-ddTHH:mm:ss.", CultureInfo.InvariantCulture));
        }

        var milliseconds = (int)(at % 1_000);
        into.Add(_text).Add([Digit(milliseconds / 100), Digit(milliseconds / 10 % 10), Digit(milliseconds % 10), (byte)'Z']);
    }

    private static byte Digit(int value) => (byte)('0' + value);
}
