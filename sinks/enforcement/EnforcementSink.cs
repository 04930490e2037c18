using System.Net.Sockets;
using Engine.Schemas;
using Engine.Sinks.Delivery;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// Turns verdicts into blocks: keeps the desired state and repairs every point towards it at start, on change, when a block ends and
/// periodically. Neither a gateway nor a disk holds up detection: <see cref="WriteAsync"/> only takes, <see cref="FlushAsync"/> saves, and
/// a gateway that is down heals later.
/// </summary>
public sealed class EnforcementSink : ISink
{
    private readonly StateDirectory _directory;
    private readonly Enforcer _enforcer;
    private readonly IReadOnlyList<PointWorker> _workers;
    private readonly ControlServer _control;

    private EnforcementSink(EnforcementOptions options, StateDirectory directory, Enforcer enforcer, TimeProvider time, ILogger log)
    {
        (_directory, _enforcer) = (directory, enforcer);
        _control = new ControlServer(directory.Path, enforcer.UnblockAsync, log);
        _workers = [.. enforcer.Points.Select(point => new PointWorker(point, enforcer.NextExpiry, options.ReconcileEvery, time, log))];
    }

    public string Name => "enforcement";

    /// <summary>Name, mode and trouble (null: none) of every point, for a status page.</summary>
    public IReadOnlyList<(string Point, EnforcementMode Mode, string? Failure)> Points =>
        [.. _enforcer.Points.Select(point => (point.Name, point.Mode, point.Failure))];

    /// <summary>Takes hold of the state directory, reads the journal and starts reconciling.</summary>
    /// <param name="options">Checked already.</param>
    /// <param name="stateDirectory">Directory of its own, made where missing: journal, audit, control socket.</param>
    /// <param name="record">Stores each attempt; called from several threads, must neither block nor throw. Null = only the audit file has them.</param>
    /// <param name="time">Clock of expiry, periods and timeouts.</param>
    /// <param name="log">Where troubles are told.</param>
    /// <exception cref="UserError">Another engine holds the directory, or it cannot be written.</exception>
    public static EnforcementSink Start(
        EnforcementOptions options, string stateDirectory, Action<EnforcementAttempt>? record, TimeProvider time, ILogger<EnforcementSink> log)
    {
        var directory = StateDirectory.Hold(stateDirectory) ?? throw new UserError(
            $"another engine enforces from {stateDirectory}; stop it, or give this one a data directory of its own");
        try
        {
            return new EnforcementSink(options, directory, new Enforcer(options, directory, record, time, log), time, log);
        }
        catch (Exception e)
        {
            directory.Dispose();
            if (e is SocketException or IOException or UnauthorizedAccessException)
                throw new UserError($"{stateDirectory} cannot hold the control socket ({UserError.Why(e)}); choose a data directory on a local disk", cause: e);
            throw;
        }
    }

    /// <summary>Takes the verdicts and wakes the points; in memory only.</summary>
    public ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        if (_enforcer.Take(batch))
        {
            foreach (var worker in _workers)
                worker.Ring();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Brings the desired state to the disk. A disk that refuses is told in the log and holds nobody up: the marks at the points
    /// tell what stands.
    /// </summary>
    public async ValueTask FlushAsync(CancellationToken cancel) => await Task.Run(_enforcer.Save, cancel);

    /// <summary>Compares and repairs every point now and waits for it; a point that fails has said so.</summary>
    public async ValueTask ReconcileAsync(CancellationToken cancel)
    {
        foreach (var point in _enforcer.Points)
        {
            try
            {
                await point.ReconcileAsync(isUrgent: false, cancel);
            }
            catch (PointFailure)
            {
                // Told by the point, and tried again in time.
            }
        }
    }

    /// <summary>
    /// Carries out what is left, and stops. Blocks stay: their marks say until when, and <c>engine unblock</c> works without a running
    /// engine.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await ReconcileAsync(CancellationToken.None);
        _enforcer.Save();
        await _enforcer.DisposeAsync();
        _directory.Dispose();
    }
}
