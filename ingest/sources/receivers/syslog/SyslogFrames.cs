using System.Buffers;

namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>
/// Messages in a stream of TCP (RFC 6587): each preceded by its length, or each ended by a line end; a sender may do either, and is told by
/// its first byte. A message over the limit is passed over and counted.
/// </summary>
internal sealed class SyslogFrames(int mostBytes)
{
    private const int MostDigits = 8;

    private long _skipBytes;
    private bool _skipsLine;

    /// <summary>Messages that were too long.</summary>
    public long TooLong { get; private set; }

    /// <summary>Takes the next message from the front of what has come. False: not all of it has.</summary>
    public bool TryTake(ref ReadOnlySequence<byte> come, out ReadOnlySequence<byte> message)
    {
        message = default;
        while (TrySkip(ref come))
        {
            var reader = new SequenceReader<byte>(come);
            if (!reader.TryPeek(out var first))
                return false;
            if (first is >= (byte)'1' and <= (byte)'9')
            {
                if (TryReadLength(ref reader, out var length))
                {
                    if (TryTakeCounted(ref come, reader.Position, length, out message))
                        return true;
                    if (_skipBytes > 0)
                        continue;
                    return false;
                }

                if (reader.End && come.Length <= MostDigits)
                    return false;
            }

            if (TryTakeLine(ref come, out message))
                return true;
            if (!_skipsLine)
                return false;
        }

        return false;
    }

    private bool TryTakeCounted(ref ReadOnlySequence<byte> come, SequencePosition start, long length, out ReadOnlySequence<byte> message)
    {
        message = default;
        var rest = come.Slice(start);
        if (length > mostBytes)
        {
            TooLong++;
            _skipBytes = length;
            come = rest;
            return false;
        }

        if (rest.Length < length)
            return false;
        message = rest.Slice(0, length);
        come = rest.Slice(length);
        return true;
    }

    private bool TryTakeLine(ref ReadOnlySequence<byte> come, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (come.PositionOf((byte)'\n') is { } end)
        {
            message = come.Slice(0, end);
            come = come.Slice(come.GetPosition(1, end));
            return true;
        }

        if (come.Length > mostBytes)
        {
            TooLong++;
            _skipsLine = true;
        }

        return false;
    }

    /// <summary>False: what is passed over has not ended yet.</summary>
    private bool TrySkip(ref ReadOnlySequence<byte> come)
    {
        if (_skipBytes > 0)
        {
            var skipped = Math.Min(_skipBytes, come.Length);
            _skipBytes -= skipped;
            come = come.Slice(skipped);
        }

        if (_skipsLine)
        {
            var end = come.PositionOf((byte)'\n');
            come = end is { } at ? come.Slice(come.GetPosition(1, at)) : come.Slice(come.End);
            _skipsLine = end is null;
        }

        return _skipBytes == 0 && !_skipsLine && !come.IsEmpty;
    }

    private static bool TryReadLength(ref SequenceReader<byte> reader, out long length)
    {
        length = 0;
        for (var digits = 0; reader.TryRead(out var next); digits++)
        {
            if (next == ' ')
                return digits > 0;
            if (next is < (byte)'0' or > (byte)'9' || digits == MostDigits)
                return false;
            length = (length * 10) + next - '0';
        }

        return false;
    }
}
