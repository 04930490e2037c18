using System.Buffers;
using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.Sinks.Lines;

/// <summary>
/// Writes verdicts as lines, sorted by (time, id, revision). A verdict waits until the watermark has passed it, since an earlier one may
/// still come; so equal inputs give equal bytes, however they were cut into batches. Live, nobody waits: lines leave at once, unsorted.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="name">Its name, for messages: a path, or "stdout".</param>
/// <param name="leaveOpen">True: the output belongs to somebody else (stdout).</param>
/// <param name="isLive">True: every line leaves at once, in the order of the calls.</param>
/// <param name="mostWaiting">Verdicts held back at most; the earliest then leaves before its time.</param>
public sealed class VerdictLineSink(Stream output, string name, bool leaveOpen = false, bool isLive = false, int mostWaiting = VerdictLineSink.MostWaiting) : ISink
{
    public const int MostWaiting = 100_000;

    private readonly PriorityQueue<Verdict, Place> _waiting = new();
    private readonly ArrayBufferWriter<byte> _lines = new(4096);
    private Place _last = new(DateTimeOffset.MinValue, default, 0);

    public string Name => name;

    public long Written { get; private set; }

    /// <summary>Lines that stand after a later one: more than fit were waiting, or one came after the watermark. 0 in an exact run.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>A replay makes the file anew; a live run goes on behind what is there.</summary>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static VerdictLineSink ToFile(string path, bool isLive = false)
    {
        try
        {
            return new VerdictLineSink(new FileStream(path, isLive ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read), path, isLive: isLive);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be written ({UserError.Why(e)}); choose another file for the verdicts", cause: e);
        }
    }

    public async ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        foreach (var verdict in batch.Verdicts)
        {
            _waiting.Enqueue(verdict, Place.Of(verdict));
            if (_waiting.Count > mostWaiting)
                WriteLine(_waiting.Dequeue());
        }

        // A verdict of the watermark's own moment may still come, so only earlier ones leave.
        while (_waiting.TryPeek(out var next, out var place) && (isLive || batch.IsLast || place.Time < batch.Watermark))
        {
            _waiting.Dequeue();
            WriteLine(next);
        }

        if (_lines.WrittenCount > 0)
        {
            await output.WriteAsync(_lines.WrittenMemory, cancel);
            await output.FlushAsync(cancel);
            _lines.ResetWrittenCount();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await output.FlushAsync();
        if (!leaveOpen)
            await output.DisposeAsync();
    }

    private void WriteLine(Verdict verdict)
    {
        var place = Place.Of(verdict);
        if (place.CompareTo(_last) < 0)
            OutOfOrder++;
        else
            _last = place;
        Written++;
        VerdictLine.Of(verdict).WriteTo(_lines);
    }

    private readonly record struct Place(DateTimeOffset Time, EventId Id, int Revision) : IComparable<Place>
    {
        public static Place Of(Verdict verdict) => new(verdict.Time, verdict.Id, verdict.Revision);

        public int CompareTo(Place other)
        {
            var byTime = Time.CompareTo(other.Time);
            if (byTime != 0)
                return byTime;
            var byId = Id.CompareTo(other.Id);
            return byId != 0 ? byId : Revision.CompareTo(other.Revision);
        }
    }
}
