using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Journal;

/// <summary>
/// What receivers have said yes to, until it is acknowledged: entries in segments on the disk, in the order in which they were kept. An
/// entry's offset is the position of its records.
/// </summary>
/// <remarks>One process has a journal. Any thread may append; one thread of its own writes.</remarks>
internal sealed class SegmentJournal : IAsyncDisposable
{
    private const string LockName = "journal.lock";

    private readonly FileStream _lock;
    private readonly AppendQueue _queue;
    private readonly GroupCommit _commit;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SegmentJournal(JournalOptions options, FileStream held, ILogger log)
    {
        _lock = held;
        var keys = new RecentKeys();
        _commit = new GroupCommit(options, Segments, keys, JournalRecovery.Read(options, Segments, keys, log), log);
        _queue = new AppendQueue(options, Segments);
        new Thread(Write) { IsBackground = true, Name = "journal" }.Start();
    }

    public SegmentList Segments { get; } = new();

    /// <summary>Bytes on the disk.</summary>
    public long Bytes => Segments.Bytes;

    /// <summary>How often the disk was made to keep something.</summary>
    public long Syncs => _commit.Syncs;

    /// <summary>Takes the journal of a directory, and makes it where it is missing.</summary>
    /// <exception cref="UserError">Another engine has it, or it cannot be read and written.</exception>
    public static SegmentJournal Open(JournalOptions options, ILogger log)
    {
        var lockFile = Path.Combine(options.Directory, LockName);
        FileStream? held = null;
        try
        {
            // For its owner only: what is in it is not yet freed of its secrets.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(options.Directory);
            else
                Directory.CreateDirectory(options.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            held = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new SegmentJournal(options, held, log);
        }
        catch (IOException error) when (held is null && File.Exists(lockFile))
        {
            throw new UserError($"another engine has the journal {options.Directory}; stop it, or give this one another data directory", cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new UserError($"the journal {options.Directory} cannot be read and written ({UserError.Why(error)}); correct its permissions, or choose another data directory", cause: error);
        }
    }

    /// <summary>Ends when the entry survives the machine, or does not and will not.</summary>
    public Task<AppendOutcome> AppendAsync(in JournalEntry entry)
    {
        var waiting = new WaitingEntry(entry);
        return _queue.TryAdd(waiting) is { } refused ? Task.FromResult(refused) : waiting.Outcome;
    }

    /// <summary>Lets go of what is safe elsewhere.</summary>
    /// <param name="taken">Offset of the last record that is.</param>
    public void Acknowledge(long taken)
    {
        foreach (var segment in Segments.TakeOut(taken))
        {
            try
            {
                File.Delete(segment.Path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is passed over at the next start, and taken out again.
            }
        }
    }

    /// <summary>What was appended is written; then the journal is another's to take.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
        _commit.Dispose();
        await _lock.DisposeAsync();
    }

    private void Write()
    {
        var group = new List<WaitingEntry>();
        while (_queue.Take(group))
        {
            _commit.Commit(group);
            _queue.Release(group);
            group.Clear();
        }

        _ended.SetResult();
    }
}
