namespace Engine.Detection.State;

/// <summary>
/// Shape of the numeric ids an actor meets for the first time: how many in a row keep one stride. Not windowed, because a slow walk
/// is still a walk; a stranger id in between costs the run a little instead of ending it, so interleaved noise does not hide it.
/// </summary>
internal struct ObjectWalk
{
    /// <summary>Strides beyond this are jumps, not steps: scattered own ids must not look like a walk by chance.</summary>
    private const long LongestStride = 1000;

    /// <summary>Strides that a skip may span: ids in between are deleted, or were met before.</summary>
    private const long MostLeftOut = 3;
    private const long FarthestSkip = MostLeftOut * LongestStride;

    private long _last;
    private long _stride;
    private bool _started;

    /// <summary>Steps of the current run, at most a few million.</summary>
    public int Run { get; private set; }

    /// <summary>Stride of the current run: +1 walks up, -1 down; 0 before there is one.</summary>
    public readonly long Stride => _stride;

    public readonly long Last => _last;

    public void Visit(long id)
    {
        if (!_started)
        {
            _started = true;
            _last = id;
            return;
        }

        var step = Distance(_last, id);
        if (step == _stride && step != 0)
        {
            Run++;
            _last = id;
        }
        else if (IsSmallSkip(step))
        {
            // An id left out (deleted, or seen before): still the same walk.
            Run++;
            _last = id;
        }
        else if (Run >= 4 && !IsStep(step))
        {
            // A call in between that belongs to something else: the walk may go on from where it was.
            Run -= 2;
        }
        else
        {
            Run = IsStep(step) ? 1 : 0;
            _stride = IsStep(step) ? step : 0;
            _last = id;
        }
    }

    /// <summary>An honest actor's later visits start a new shape.</summary>
    public void Forget() => this = default;

    /// <summary>Ids come from clients: the difference of two may not fit, and is a jump anyway.</summary>
    private static long Distance(long from, long to)
    {
        var wide = (Int128)to - from;
        return wide < -FarthestSkip ? -FarthestSkip - 1 : wide > FarthestSkip ? FarthestSkip + 1 : (long)wide;
    }

    private readonly bool IsSmallSkip(long step) => _stride != 0 && step != 0 && step / _stride is >= 1 and <= MostLeftOut && step % _stride == 0;

    private static bool IsStep(long step) => step is not 0 and >= -LongestStride and <= LongestStride;
}
