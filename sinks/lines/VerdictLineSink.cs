using System.Buffers;
using System.Text;
using Engine.Schemas;
using Engine.Sinks.Delivery;
using MessagePack;

namespace Engine.Sinks.Lines;

/// <summary>
/// Writes verdicts as lines, sorted by (time, id, revision). A verdict waits until the watermark has passed it, since an earlier one may
/// still come; so equal inputs give equal bytes, however they were cut into batches. Live, nobody waits: lines leave at once, unsorted.
/// A file goes on at its checkpoint: each verdict stands in it once, whatever happened to the engine.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="name">Its name, for messages: a path, or "stdout".</param>
/// <param name="leaveOpen">True: the output belongs to somebody else (stdout).</param>
/// <param name="isLive">True: every line leaves at once, in the order of the calls.</param>
/// <param name="mostWaiting">Verdicts held back at most; the earliest then leaves before its time.</param>
public sealed class VerdictLineSink(Stream output, string name, bool leaveOpen = false, bool isLive = false, int mostWaiting = VerdictLineSink.MostWaiting) : ICheckpointedSink
{
    public const int MostWaiting = 100_000;

    private readonly PriorityQueue<byte[], Place> _waiting = new();
    private readonly ArrayBufferWriter<byte> _line = new(1024), _lines = new(4096);
    private long? _restoredLength;
    private Place _last = new(DateTimeOffset.MinValue, default, 0);

    public string Name => name;

    /// <summary>Live, no line waits.</summary>
    public bool IsPlace => isLive;

    public long Written { get; private set; }

    /// <summary>Lines that stand after a later one: more than fit were waiting, or one came after the watermark. 0 in an exact run.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>A replay makes the file anew, unless it is resumed; a live run goes on behind what is there.</summary>
    /// <exception cref="UserError">The file cannot be written.</exception>
    public static VerdictLineSink ToFile(string path, bool isLive = false, bool isResumed = false)
    {
        try
        {
            var file = new FileStream(path, isLive || isResumed ? FileMode.OpenOrCreate : FileMode.Create, FileAccess.Write, FileShare.Read);
            if (file.CanSeek)
                file.Seek(0, SeekOrigin.End);
            return new VerdictLineSink(file, path, isLive: isLive);
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
            if (isLive)
                WriteLine(LineOf(verdict));
            else
                Wait(verdict);
        }

        // A verdict of the watermark's own moment may still come, so only earlier ones leave.
        while (_waiting.TryPeek(out var next, out var place) && (batch.IsLast || place.Time < batch.Watermark))
        {
            _waiting.Dequeue();
            WriteLine(next, place);
        }

        if (_lines.WrittenCount > 0)
        {
            await output.WriteAsync(_lines.WrittenMemory, cancel);
            await output.FlushAsync(cancel);
            _lines.ResetWrittenCount();
        }
    }

    /// <summary>Lines survive the end of the process at once, and of the machine from here.</summary>
    public ValueTask FlushAsync(CancellationToken cancel)
    {
        if (output is FileStream file)
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        return ValueTask.CompletedTask;
    }

    public void Save(StateBuffer into, bool isWhole) =>
        into.Put(StateSection.Sinks, Encoding.UTF8.GetBytes(name), this, static (ref MessagePackWriter writer, VerdictLineSink sink) => sink.Save(ref writer));

    public bool Restore(in StateEntry entry)
    {
        if (entry is not { Section: StateSection.Sinks, Value: { } saved } || Encoding.UTF8.GetString(entry.Key.Span) != name)
            return false;
        var reader = new MessagePackReader(saved);
        _waiting.Clear();
        _restoredLength = reader.ReadInt64();
        Written = reader.ReadInt64();
        OutOfOrder = reader.ReadInt64();
        _last = Place.Load(ref reader);
        for (var left = reader.ReadCount(mostWaiting); left > 0; left--)
        {
            var place = Place.Load(ref reader);
            var line = reader.ReadBytes() ?? throw new InvalidDataException("a waiting verdict has no line");
            _waiting.Enqueue(line.ToArray(), place);
        }

        return true;
    }

    /// <summary>Not before: an older checkpoint of the chain would take back lines that belong to a newer one.</summary>
    public void CompleteRestore()
    {
        if (_restoredLength is { } length && output.CanSeek && output.Length > length)
            output.SetLength(length);
    }

    public async ValueTask DisposeAsync()
    {
        await output.FlushAsync();
        if (!leaveOpen)
            await output.DisposeAsync();
    }

    private void Save(ref MessagePackWriter writer)
    {
        writer.Write(output.CanSeek ? output.Position : 0);
        writer.Write(Written);
        writer.Write(OutOfOrder);
        Place.Save(ref writer, _last);
        writer.WriteArrayHeader(_waiting.Count);
        foreach (var (line, place) in _waiting.UnorderedItems)
        {
            Place.Save(ref writer, place);
            writer.Write(line);
        }
    }

    private byte[] LineOf(Verdict verdict)
    {
        _line.ResetWrittenCount();
        VerdictLine.Of(verdict).WriteTo(_line);
        return _line.WrittenSpan.ToArray();
    }

    private void Wait(Verdict verdict)
    {
        _waiting.Enqueue(LineOf(verdict), Place.Of(verdict));
        if (_waiting.Count > mostWaiting && _waiting.TryDequeue(out var first, out var early))
            WriteLine(first, early);
    }

    private void WriteLine(ReadOnlySpan<byte> line, Place place)
    {
        if (place.CompareTo(_last) < 0)
            OutOfOrder++;
        else
            _last = place;
        WriteLine(line);
    }

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        Written++;
        _lines.Write(line);
    }

    private readonly record struct Place(DateTimeOffset Time, EventId Id, int Revision) : IComparable<Place>
    {
        public static Place Of(Verdict verdict) => new(verdict.Time, verdict.Id, verdict.Revision);

        public static void Save(ref MessagePackWriter writer, Place place)
        {
            writer.WriteMoment(place.Time);
            writer.Write(place.Id.Value.ToByteArray());
            writer.Write(place.Revision);
        }

        public static Place Load(ref MessagePackReader reader)
        {
            var time = reader.ReadMoment();
            var id = reader.ReadBytes() is { Length: 16 } bytes ? new Guid(bytes.ToArray()) : throw new InvalidDataException("a waiting verdict has no id");
            return new Place(time, new EventId(id), reader.ReadInt32());
        }

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
