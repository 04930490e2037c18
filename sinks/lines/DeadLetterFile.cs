using System.Buffers;
using System.Text.Json;
using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.Sinks.Lines;

/// <summary>
/// Refused records as JSON lines, for runs without a store. Bounded: whoever sends rubbish must not fill the disk; what no longer fits is
/// counted, and the last line says how many (<c>{"not_written":N}</c>). The file is made with the first refused record.
/// </summary>
/// <param name="path">The file, made anew.</param>
/// <param name="mostBytes">Its greatest size, the last line apart.</param>
public sealed class DeadLetterFile(string path, long mostBytes = DeadLetterFile.MostBytes) : ISink
{
    public const long MostBytes = 64 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly ArrayBufferWriter<byte> _lines = new(4096);
    private FileStream? _file;
    private long _bytes;

    public string Name => $"dead letters {path}";

    public long Written { get; private set; }

    /// <summary>Refused records that no longer fitted.</summary>
    public long NotWritten { get; private set; }

    public async ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        _lines.ResetWrittenCount();
        foreach (var letter in batch.DeadLetters)
        {
            _line.ResetWrittenCount();
            Write(letter);
            // Full is full: a later, shorter record must not make it look as if only some kinds were refused.
            if (NotWritten > 0 || _bytes + _line.WrittenCount > mostBytes)
            {
                NotWritten++;
                continue;
            }

            _lines.Write(_line.WrittenSpan);
            _bytes += _line.WrittenCount;
            Written++;
        }

        if (_lines.WrittenCount == 0)
            return;
        _file ??= Open();
        await _file.WriteAsync(_lines.WrittenMemory, cancel);
        await _file.FlushAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (NotWritten > 0)
            await (_file ??= Open()).WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{{\"not_written\":{NotWritten}}}\n"));
        if (_file is not null)
            await _file.DisposeAsync();
        _file = null;
    }

    private void Write(DeadLetter letter)
    {
        using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteString("source"u8, letter.Position.Source);
            json.WriteNumber("partition"u8, letter.Position.Partition);
            json.WriteNumber("offset"u8, letter.Position.Offset);
            json.WriteNumber("index"u8, letter.Position.Index);
            json.WriteString("arrived_at"u8, letter.ArrivedAt.UtcDateTime);
            json.WriteString("stage"u8, letter.Stage);
            json.WriteString("format"u8, letter.Format);
            json.WriteString("reason"u8, letter.Reason);
            json.WriteNumber("length"u8, letter.Length);
            json.WriteString("sample"u8, letter.Sample);
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be written ({UserError.Why(e)}); choose another file for the dead letters", cause: e);
        }
    }
}
