using System.Diagnostics.CodeAnalysis;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// What was rotated away while nobody followed: the unread rest of the file that an earlier run read last, and the files between it and
/// the one that the path holds now. All are opened at once, so that rotation going on changes nothing.
/// </summary>
internal sealed class Backlog : IDisposable
{
    private readonly Queue<OrderedInput> _inputs = [];

    private Backlog(IEnumerable<OrderedInput> oldestFirst)
    {
        foreach (var input in oldestFirst)
            _inputs.Enqueue(input);
    }

    /// <summary>Faults of the files that have been read, for the caller to empty.</summary>
    public List<DeadLetter> Faults { get; } = [];

    /// <returns>Null: the file that was read last is not there any more, so nobody can tell what was missed.</returns>
    /// <exception cref="UserError">A rotated file cannot be read.</exception>
    public static Backlog? Open(string path, FollowedNames names, FileSource.Options options, TimeProvider time)
    {
        var found = new List<(OrderedInput Input, RecordStream Records, ulong Line, bool IsPast)>();
        foreach (var file in RotatedFiles.Of(path))
        {
            var (input, records) = OpenOne(file, options, time);
            if (FirstLine.Hash(records.PeekHead(), isAll: true) is not { } line)
            {
                input.Dispose();
                continue;
            }

            var isPast = names.Taken(line) is { } taken && input.Records.TryResume(taken);
            if (!isPast && names.Taken(line) is not null)
            {
                // Begins like the one that was read, and is another: what was looked at is read again.
                input.Dispose();
                (input, records) = OpenOne(file, options, time);
            }

            found.Add((input, records, line, isPast));
            if (isPast)
                return new Backlog(found.AsEnumerable().Reverse().Select(one => Named(one.Input, one.Records, one.IsPast ? names.OfPast(one.Line) : names.OfNew(one.Line))));
        }

        foreach (var (input, _, _, _) in found)
            input.Dispose();
        return null;
    }

    /// <summary>The next record, its block retained for the caller. False: all is read.</summary>
    public bool TryRead(out RawRecord record, [NotNullWhen(true)] out RecordBlock? block)
    {
        record = default;
        block = null;
        while (block is null && _inputs.TryPeek(out var input))
        {
            if (input.Prime())
                record = input.Take(out block);
            Faults.AddRange(input.Records.Faults);
            input.Records.Faults.Clear();
            if (block is null)
                _inputs.Dequeue().Dispose();
        }

        return block is not null;
    }

    public void Dispose()
    {
        foreach (var input in _inputs)
            input.Dispose();
    }

    private static (OrderedInput Input, RecordStream Records) OpenOne(string path, FileSource.Options options, TimeProvider time)
    {
        var records = OpenRecords(path, options, time);
        return (new OrderedInput(records, clock: null), records);
    }

    private static OrderedInput Named(OrderedInput input, RecordStream records, string source)
    {
        records.Source = source;
        return input;
    }

    /// <summary>Opens a file that rotation has put away, or that is followed: lines, packed or not.</summary>
    /// <exception cref="UserError">It cannot be read.</exception>
    public static RecordStream OpenRecords(string path, FileSource.Options options, TimeProvider time)
    {
        var records = new RecordStream(Path.GetFileName(path), options.Format, options.MostRecordBytes, time);
        records.JoinParts(options.Parts);
        try
        {
            records.Input = InputStream.Open(RecordReader.OpenFile(path), options.Progress);
            return records;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            records.Dispose();
            throw new UserError($"{path} cannot be read ({UserError.Why(unreadable)}); it was rotated away before all of it was read", cause: unreadable);
        }
    }
}
