using System.Globalization;
using System.Threading.Channels;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;
using Engine.Sinks.Delivery;

namespace Engine.Sinks.ClickHouse;

/// <summary>
/// Stores calls and conclusions in ClickHouse, embedded or server. Delivery: at least once, and once as queried, because every row
/// carries its identity and every block its token. Batches are collected into blocks (group commit): <see cref="FlushAsync"/> says
/// when they are safe. A store that stays away longer than the retries ends the engine with one clear error.
/// </summary>
public sealed class ClickHouseSink : ISink
{
    private readonly ClickHouseSinkOptions options;
    private readonly BlockWriter writer;
    private readonly Channel<Cut> sealedCuts;
    private readonly Channel<Cut> free = Channel.CreateUnbounded<Cut>();
    private readonly SemaphoreSlim gate = new(1);
    private readonly ITimer ageing;
    private readonly Task storing;

    // New in every run: the numbers of the cuts begin anew, and their tokens must not meet those of an earlier run.
    private readonly string run = Guid.NewGuid().ToString("N");
    private Cut current = new();
    private Task lastStored = Task.CompletedTask;
    private volatile Exception? failure;
    private long cuts;

    public ClickHouseSink(ClickHouseStore store, ClickHouseSinkOptions options, TimeProvider time)
    {
        this.options = options;
        writer = new BlockWriter(store, options, time);
        sealedCuts = Channel.CreateBounded<Cut>(options.BlocksAhead);
        ageing = time.CreateTimer(_ => _ = SealIfAnyAsync(), null, options.BlockAge, options.BlockAge);
        storing = StoreAsync();
    }

    public string Name => "clickhouse";

    public async ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            ThrowIfFailed();
            current.Add(batch);
            if (batch.IsLast || current.IsFull(options))
                await SealAsync(cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Adds attempts of enforcement points; may be called beside <see cref="WriteAsync"/>.</summary>
    public async ValueTask RecordAsync(IReadOnlyList<EnforcementAttempt> attempts, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            ThrowIfFailed();
            current.Add(attempts);
            if (current.IsFull(options))
                await SealAsync(cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        Task stored;
        await gate.WaitAsync(cancel);
        try
        {
            ThrowIfFailed();
            await SealAsync(cancel);
            stored = lastStored;
        }
        finally
        {
            gate.Release();
        }

        await stored.WaitAsync(cancel);
    }

    /// <summary>Writes what was taken and not yet stored; a failure that was told before is not told again.</summary>
    public async ValueTask DisposeAsync()
    {
        await ageing.DisposeAsync();
        var wasToldBefore = failure is not null;
        await SealIfAnyAsync();
        sealedCuts.Writer.TryComplete();
        await storing;
        if (failure is not null && !wasToldBefore)
            ThrowIfFailed();
    }

    private async Task SealIfAnyAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (failure is null)
                await SealAsync(CancellationToken.None);
        }
        catch (Exception) when (failure is not null)
        {
            // Kept in failure: the next write, flush or the end tells it.
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Hands the current cut over, if there is anything in it. Needs the gate.</summary>
    private async ValueTask SealAsync(CancellationToken cancel)
    {
        if (current.IsEmpty)
            return;
        try
        {
            await sealedCuts.Writer.WriteAsync(current, cancel);
        }
        catch (ChannelClosedException)
        {
            ThrowIfFailed();
            throw;
        }

        lastStored = current.Stored.Task;
        current = free.Reader.TryRead(out var used) ? used : new Cut();
        current.Begin(++cuts);
    }

    private async Task StoreAsync()
    {
        Cut? cut = null;
        try
        {
            await foreach (var next in sealedCuts.Reader.ReadAllAsync())
            {
                cut = next;
                foreach (var (table, rows) in cut.Blocks)
                    if (rows.Rows > 0)
                        await writer.WriteAsync(table, rows, string.Create(CultureInfo.InvariantCulture, $"{run}-{cut.Number}-{table.Name}"), CancellationToken.None);
                cut.Stored.SetResult();
                free.Writer.TryWrite(cut);
            }
        }
        catch (Exception error)
        {
            // The boundary: nothing after a lost block may be acknowledged, so everything that waits fails with the same reason.
            failure = error;
            sealedCuts.Writer.TryComplete(error);
            cut?.Stored.TrySetException(error);
            while (sealedCuts.Reader.TryRead(out var waiting))
                waiting.Stored.TrySetException(error);
        }
    }

    private void ThrowIfFailed()
    {
        if (failure is UserError told)
            throw new UserError(told.Message, told.IsUsage, told);
        if (failure is not null)
            throw new InvalidOperationException("the store failed", failure);
    }
}
