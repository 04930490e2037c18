using System.IO.Hashing;
using Engine.Schemas;
using MessagePack;

namespace Engine.App.Checkpoints;

/// <summary>
/// Where the durable checkpoints of a run were cut, in a small file of its own: should none of them be readable, it says from where on the
/// input has to be read back, and up to where it was acknowledged. Holds the latest one, and earlier ones as far back as state reaches.
/// </summary>
/// <param name="directory">Where checkpoints are kept.</param>
/// <param name="lookBack">How far state reaches back, in event time.</param>
internal sealed class InputMarks(string directory, TimeSpan lookBack)
{
    private const int Format = 1, Most = 1_000, ChecksumBytes = 16;

    /// <summary>How many marks span the look-back: what is read back is longer than needed by one part of so many.</summary>
    private const int Parts = 32;

    private readonly string _path = Path.Combine(directory, "marks");
    private readonly List<InputMark> _marks = [];
    private string _run = "";
    private ReadOnlyMemory<byte> _places;

    /// <summary>Reads what an earlier run left.</summary>
    /// <param name="trouble">Told where that cannot be read.</param>
    /// <returns>Null: nothing is known.</returns>
    public LostRun? Find(Action<string> trouble)
    {
        _marks.Clear();
        try
        {
            if (File.Exists(_path))
                Load(File.ReadAllBytes(_path));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or MessagePackSerializationException or OverflowException or ArgumentException)
        {
            _marks.Clear();
            trouble($"{_path} cannot be read: {UserError.Why(e)}");
        }

        return _marks is not [.., var end]
            ? null
            : new LostRun(_run, _marks.FindLast(mark => !mark.Positions.IsEmpty && end.At - mark.At >= lookBack), end, _places);
    }

    /// <summary>Keeps the mark of a checkpoint that has become durable; on the disk when it returns.</summary>
    /// <exception cref="IOException">It cannot be written; the file is as it was.</exception>
    public void Keep(string run, InputMark mark, ReadOnlyMemory<byte> places)
    {
        if (run != _run)
            _marks.Clear();
        (_run, _places) = (run, places);
        // A run that went on from an older checkpoint comes by once more.
        _marks.RemoveAll(later => later.Sequence >= mark.Sequence);
        if (_marks.Count > 1 && _marks[^1].At - _marks[^2].At < lookBack / Parts)
            _marks.RemoveAt(_marks.Count - 1);
        _marks.Add(mark);
        while (_marks.Count > 1 && mark.At - _marks[1].At >= lookBack)
            _marks.RemoveAt(0);
        Write();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _marks.Clear();
        File.Delete(_path);
    }

    private void Write()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        writer.Write(Format);
        writer.Write(_run);
        writer.WriteArrayHeader(_marks.Count);
        foreach (var mark in _marks)
            InputMark.Save(ref writer, mark);
        writer.Write(_places.Span);
        writer.Flush();
        using (var file = new FileStream(_path + CheckpointWriter.Unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes.WrittenSpan);
            file.Write(XxHash128.Hash(bytes.WrittenSpan));
            file.Flush(flushToDisk: true);
        }

        File.Move(_path + CheckpointWriter.Unfinished, _path, overwrite: true);
    }

    private void Load(ReadOnlyMemory<byte> file)
    {
        if (file.Length < ChecksumBytes)
            throw new InvalidDataException("it is cut off");
        var content = file[..^ChecksumBytes];
        if (!XxHash128.Hash(content.Span).AsSpan().SequenceEqual(file.Span[^ChecksumBytes..]))
            throw new InvalidDataException("its checksum does not match its content");
        var reader = new MessagePackReader(content);
        if (reader.ReadInt32() is not Format and var format)
            throw new InvalidDataException($"it has layout {format}, this build reads layout {Format}");
        _run = reader.ReadString() ?? "";
        for (var left = reader.ReadCount(Most); left > 0; left--)
            _marks.Add(InputMark.Load(ref reader));
        _places = System.Buffers.BuffersExtensions.ToArray(reader.ReadBytes() ?? default);
    }
}
