using System.Threading.Channels;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Spool;
using Microsoft.Extensions.Logging;
using Polly;

namespace Engine.Sinks.ClickHouse;

/// <summary>
/// The way of a sealed cut: into the journal, and from there, one after another, into the store. Few are held in memory; while the store is
/// away the others wait on the disk, and when that is used up the stream waits with them.
/// </summary>
internal sealed partial class CutDelivery : IDisposable
{
    private readonly ClickHouseSinkOptions options;
    private readonly SpoolDirectory? spool;
    private readonly BlockStoring blocks;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ResiliencePipeline journalRetry;
    private readonly Channel<Cut> sealedCuts;
    private readonly Channel<WaitingCut> waiting = Channel.CreateUnbounded<WaitingCut>();
    private readonly Channel<Cut> free = Channel.CreateUnbounded<Cut>();
    private readonly SemaphoreSlim shrunk = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task journalling;
    private readonly Task storing;
    private readonly string writer;
    private volatile Exception? failure;
    private Cut? unsafeCut;
    private int heldCuts;
    private bool isDiskFull;
    private bool isFull;

    public CutDelivery(ClickHouseSinkOptions options, SpoolDirectory? spool, BlockStoring blocks, string writer, TimeProvider time, ILogger log)
    {
        this.options = options;
        this.spool = spool;
        this.blocks = blocks;
        this.writer = writer;
        this.time = time;
        this.log = log;
        journalRetry = Patience.Create(options, error => error is IOException or UnauthorizedAccessException, time, TellDiskFull);
        sealedCuts = Channel.CreateBounded<Cut>(options.BlocksAhead);
        foreach (var file in spool?.Left ?? [])
        {
            var left = new WaitingCut(file, Cut: null, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            LastLeft = left.Stored.Task;
            waiting.Writer.TryWrite(left);
        }

        journalling = Task.Run(JournalAsync);
        storing = Task.Run(StoreAsync);
    }

    /// <summary>Why nothing more can be made safe; null while it can.</summary>
    public Exception? Failure => failure;

    /// <summary>Completes when everything is in the store that earlier processes left.</summary>
    public Task LastLeft { get; } = Task.CompletedTask;

    /// <summary>A cut to fill.</summary>
    public Cut Empty() => free.Reader.TryRead(out var used) ? used : new Cut(options);

    /// <summary>Takes the cut over; waits while the disk and the store are behind.</summary>
    /// <exception cref="ChannelClosedException">See <see cref="Failure"/>.</exception>
    public ValueTask AddAsync(Cut cut, CancellationToken cancel) => sealedCuts.Writer.WriteAsync(cut, cancel);

    /// <summary>Stores what waits, as long as the options allow; what is left stays in the journal.</summary>
    /// <param name="last">Taken over too.</param>
    public async Task EndAsync(Cut last)
    {
        using var limit = new CancellationTokenSource(spool is null && options.GiveUpAfter is not null ? Timeout.InfiniteTimeSpan : options.DrainTime, time);
        var done = Task.WhenAll(journalling, storing);
        var isTaken = last.IsEmpty;
        try
        {
            if (!isTaken)
                await sealedCuts.Writer.WriteAsync(last, limit.Token);
            isTaken = true;
            sealedCuts.Writer.TryComplete();
            await done.WaitAsync(limit.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            await stop.CancelAsync();
            await done;
        }

        if (!isTaken || unsafeCut is not null || sealedCuts.Reader.Count > 0)
            Fail(new UserError($"the last calls could not be made safe within {options.DrainTime.TotalSeconds:0.#} s; they come again from their source when it is resumed, otherwise run the command again"));
        while (waiting.Reader.TryRead(out var left))
            left.Stored.TrySetCanceled();
        if (spool is { Count: > 0 })
            Remaining(spool.Count, spool.Root);
    }

    public void Dispose()
    {
        spool?.Dispose();
        stop.Dispose();
        shrunk.Dispose();
    }

    private async Task JournalAsync()
    {
        try
        {
            await foreach (var cut in sealedCuts.Reader.ReadAllAsync(stop.Token))
            {
                unsafeCut = cut;
                var stored = cut.Stored;
                if (spool is null)
                {
                    waiting.Writer.TryWrite(new WaitingCut(null, cut, stored));
                    await stored.Task.WaitAsync(stop.Token);
                }
                else
                {
                    await JournalAsync(spool, cut);
                }

                unsafeCut = null;
            }

            waiting.Writer.TryComplete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            waiting.Writer.TryComplete();
        }
        catch (Exception error)
        {
            // The boundary: nothing after a lost cut may be acknowledged, so everything that waits fails with the same reason.
            Fail(error);
        }
    }

    private async Task JournalAsync(SpoolDirectory into, Cut cut)
    {
        if (into.Bytes >= options.MostSpoolBytes && !isFull)
            Full(into.Bytes >> 20, into.Root);
        isFull = into.Bytes >= options.MostSpoolBytes;
        while (into.Bytes >= options.MostSpoolBytes)
            await shrunk.WaitAsync(stop.Token);
        var file = await journalRetry.ExecuteAsync(_ => ValueTask.FromResult(into.Write(cut.Rows(writer))), stop.Token);
        if (isDiskFull)
            HasRoom(into.Root);
        isDiskFull = false;
        cut.Safe.TrySetResult();
        var stored = cut.Stored;
        if (Volatile.Read(ref heldCuts) < options.BlocksAhead)
        {
            Interlocked.Increment(ref heldCuts);
            waiting.Writer.TryWrite(new WaitingCut(file, cut, stored));
        }
        else
        {
            waiting.Writer.TryWrite(new WaitingCut(file, Cut: null, stored));
            free.Writer.TryWrite(cut);
        }
    }

    private async Task StoreAsync()
    {
        WaitingCut? now = null;
        try
        {
            await foreach (var next in waiting.Reader.ReadAllAsync(stop.Token))
            {
                now = next;
                if (next.Cut?.Rows(writer) is { } held)
                    await blocks.StoreAsync(held, stop.Token);
                else if (spool!.Read(next.File!) is { } read)
                    await blocks.StoreAsync(read, stop.Token);
                Done(next);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What is left stays in the journal.
            now?.Stored.TrySetCanceled(CancellationToken.None);
        }
        catch (Exception error)
        {
            now?.Stored.TrySetException(error);
            Fail(error);
        }
    }

    private void Done(WaitingCut cut)
    {
        if (cut.File is { } file)
        {
            spool!.Delete(file);
            shrunk.Release();
        }

        if (cut.Cut is { } held)
        {
            if (cut.File is null)
                held.Safe.TrySetResult();
            else
                Interlocked.Decrement(ref heldCuts);
            free.Writer.TryWrite(held);
        }

        cut.Stored.TrySetResult();
    }

    private void Fail(Exception error)
    {
        failure ??= error;
        stop.Cancel();
        sealedCuts.Writer.TryComplete(error);
        unsafeCut?.Fail(error);
        while (sealedCuts.Reader.TryRead(out var cut))
            cut.Fail(error);
        waiting.Writer.TryComplete();
        while (waiting.Reader.TryRead(out var cut))
            cut.Stored.TrySetException(error);
    }

    private void TellDiskFull(Exception error)
    {
        if (!isDiskFull)
            NoRoom(spool!.Root, UserError.Why(error));
        isDiskFull = true;
    }

    [LoggerMessage(3231, LogLevel.Error, "the journal holds {Megabytes} MiB in {Directory}, its limit; the input waits until the store takes rows again: mend the store, or raise most_spool_bytes")]
    private partial void Full(long megabytes, string directory);

    [LoggerMessage(3232, LogLevel.Error, "the journal {Directory} cannot be written ({Why}); the input waits: make room or correct its permissions")]
    private partial void NoRoom(string directory, string why);

    [LoggerMessage(3233, LogLevel.Information, "the journal {Directory} is written again")]
    private partial void HasRoom(string directory);

    [LoggerMessage(3234, LogLevel.Warning, "{Blocks} blocks wait in {Directory}; they are stored at the next start")]
    private partial void Remaining(int blocks, string directory);
}
