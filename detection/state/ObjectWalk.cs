using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// Shape of the numeric ids an actor meets for the first time: how many in a row keep one stride. Not windowed, because a slow walk
/// is still a walk; a few strangers in between do not end it, so interleaved noise does not hide it.
/// </summary>
internal struct ObjectWalk
{
    /// <summary>Strides beyond this are jumps, not steps: scattered own ids must not look like a walk by chance.</summary>
    private const long LongestStride = 1000;

    private long _last;
    private long _stride;
    private bool _started;
    private byte _strays;

    /// <summary>Visits in a row that may belong to something else before a walk is over.</summary>
    private const int MostStrays = 4;

    /// <summary>Steps of the current run, at most a few million.</summary>
    public int Run { get; private set; }

    /// <summary>The latest visit was a step of the run.</summary>
    public bool IsWalking { get; private set; }

    /// <summary>Stride of the current run: +1 walks up, -1 down; 0 before there is one.</summary>
    public readonly long Stride => _stride;

    /// <returns>True: the id is a step away from the one before, not a jump.</returns>
    public bool Visit(long id)
    {
        if (!_started)
        {
            _started = true;
            _last = id;
            return false;
        }

        var step = Distance(_last, id);
        IsWalking = IsNextStep(step);
        if (IsWalking)
        {
            Run++;
            _strays = 0;
            _last = id;
        }
        else if (Run > MostStrays && _strays < MostStrays)
        {
            _strays++;
        }
        else
        {
            Run = IsStep(step) ? 1 : 0;
            _stride = IsStep(step) ? step : 0;
            _strays = 0;
            _last = id;
        }

        return IsStep(step);
    }

    public static void Save(ref MessagePackWriter writer, in ObjectWalk walk)
    {
        if (!walk._started)
        {
            writer.WriteNil();
            return;
        }

        writer.Write(walk._last);
        writer.Write(walk._stride);
        writer.Write(walk._strays);
        writer.Write(walk.Run);
        writer.Write(walk.IsWalking);
    }

    public static ObjectWalk Load(ref MessagePackReader reader) => reader.TryReadNil() ? default : new ObjectWalk
    {
        _started = true,
        _last = reader.ReadInt64(),
        _stride = reader.ReadInt64(),
        _strays = reader.ReadByte(),
        Run = reader.ReadAmount(),
        IsWalking = reader.ReadBoolean(),
    };

    // Up to two ids left out (deleted, or seen before) are still the same walk.
    private readonly bool IsNextStep(long step) => _stride != 0 && step / _stride is >= 1 and <= 3 && step % _stride == 0;

    /// <summary>Ids come from clients: the difference of two may not fit, and beyond three strides it is a jump anyway.</summary>
    private static long Distance(long from, long to) => (long)Int128.Clamp((Int128)to - from, -(4 * LongestStride), 4 * LongestStride);

    private static bool IsStep(long step) => step is not 0 and >= -LongestStride and <= LongestStride;
}
