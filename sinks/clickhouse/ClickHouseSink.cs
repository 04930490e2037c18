using System.Globalization;
using System.Threading.Channels;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Spool;
using Engine.Sinks.ClickHouse.Store;
using Engine.Sinks.Delivery;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Sinks.ClickHouse;

/// <summary>
/// Stores calls and conclusions in ClickHouse, embedded or server. Delivery: at least once, and once as queried, because every row
/// carries its identity and every block its token. Batches are collected into blocks (group commit) and journalled before they are sent:
/// <see cref="FlushAsync"/> says when they are safe, <see cref="WhenStoredAsync"/> when they can be queried. A store that is away costs
/// disk, not detection.
/// </summary>
public sealed class ClickHouseSink : ISink
{
    private readonly CutDelivery delivery;
    private readonly SemaphoreSlim gate = new(1);
    private readonly ITimer ageing;
    private Cut current;
    private Task lastSafe = Task.CompletedTask;
    private Task lastStored;
    private long cuts = 1;

    /// <param name="store">Where to; outlives the sink.</param>
    /// <param name="options">What, when, and what if the store is away.</param>
    /// <param name="time">Clock of ages, pauses and limits.</param>
    /// <param name="log">Where outages and refused rows are told; null: nowhere.</param>
    /// <exception cref="UserError">The journal cannot be written.</exception>
    public ClickHouseSink(ClickHouseStore store, ClickHouseSinkOptions options, TimeProvider time, ILogger<ClickHouseSink>? log = null)
    {
        ILogger said = log is null ? NullLogger.Instance : log;
        var writer = Guid.NewGuid().ToString("N");
        var started = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var spool = options.SpoolDirectory is { } root ? SpoolDirectory.Open(root, $"{started}-{writer[..8]}", said) : null;
        delivery = new CutDelivery(options, spool, new BlockStoring(new BlockWriter(store, options, time, said), spool, time, said), writer, time, said);
        lastStored = delivery.LastLeft;
        current = delivery.Empty();
        ageing = time.CreateTimer(_ => _ = SealIfOldAsync(), null, options.BlockAge, options.BlockAge);
    }

    public string Name => "clickhouse";

    public ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel) => AddAsync(cut => cut.Add(batch), batch.IsLast, cancel);

    /// <summary>Adds attempts of enforcement points; may be called beside <see cref="WriteAsync"/>.</summary>
    public ValueTask RecordAsync(IReadOnlyList<EnforcementAttempt> attempts, CancellationToken cancel) => AddAsync(cut => cut.Add(attempts), isLast: false, cancel);

    /// <summary>Adds a state of the run; may be called beside <see cref="WriteAsync"/>.</summary>
    public ValueTask RecordAsync(RunRecord run, CancellationToken cancel) => AddAsync(cut => cut.Add(run), isLast: false, cancel);

    /// <summary>Completes when everything taken is journalled; where there is no journal, when it is in the store.</summary>
    public async ValueTask FlushAsync(CancellationToken cancel) => await (await SealAllAsync(cancel)).Safe.WaitAsync(cancel);

    /// <summary>Completes when everything taken, and what earlier processes left, is in the store.</summary>
    public async Task WhenStoredAsync(CancellationToken cancel) => await (await SealAllAsync(cancel)).Stored.WaitAsync(cancel);

    /// <summary>Stores what was taken, within <see cref="ClickHouseSinkOptions.DrainTime"/>; a failure that was told before is not told again.</summary>
    public async ValueTask DisposeAsync()
    {
        await ageing.DisposeAsync();
        var wasToldBefore = delivery.Failure is not null;
        await gate.WaitAsync();
        try
        {
            await delivery.EndAsync(current);
        }
        finally
        {
            gate.Release();
        }

        delivery.Dispose();
        if (!wasToldBefore)
            ThrowIfFailed();
    }

    private async ValueTask AddAsync(Action<Cut> add, bool isLast, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            ThrowIfFailed();
            add(current);
            if (isLast || current.IsFull)
                await SealAsync(cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask<(Task Safe, Task Stored)> SealAllAsync(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            ThrowIfFailed();
            await SealAsync(cancel);
            return (lastSafe, lastStored);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task SealIfOldAsync()
    {
        // Somebody who writes seals soon enough; ticks must not queue up while the stream waits.
        if (!gate.Wait(0))
            return;
        try
        {
            if (delivery.Failure is null)
                await SealAsync(CancellationToken.None);
        }
        catch (Exception) when (delivery.Failure is not null)
        {
            // The next write, flush or the end tells it.
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
        var (safe, stored) = (current.Safe.Task, current.Stored.Task);
        try
        {
            await delivery.AddAsync(current, cancel);
        }
        catch (ChannelClosedException)
        {
            ThrowIfFailed();
            throw;
        }

        (lastSafe, lastStored) = (safe, stored);
        current = delivery.Empty();
        current.Begin(++cuts);
    }

    private void ThrowIfFailed()
    {
        if (delivery.Failure is UserError told)
            throw new UserError(told.Message, told.IsUsage, told);
        if (delivery.Failure is { } failure)
            throw new InvalidOperationException("the store failed", failure);
    }
}
