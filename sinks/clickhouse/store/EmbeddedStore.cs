using System.Diagnostics;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>
/// The embedded store of a directory: the one that is already open there, or a child process that opens it. Whoever uses it holds a
/// lease, so the process that started the child may end before the others.
/// </summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private const int TailLines = 12;

    /// <summary>Exit code of a child that somebody killed (128 + SIGKILL): a person, or a system that had no memory left.</summary>
    private const int Killed = 137;
    private readonly Queue<string> lastWords = new();
    private readonly string directory;
    private readonly EmbeddedStoreOptions options;
    private readonly Process? child;
    private readonly StoreLease? lease;

    private EmbeddedStore(string directory, EmbeddedStoreOptions options, ServerFile server, Process? child, StoreLease? lease)
    {
        this.directory = directory;
        this.options = options;
        this.child = child;
        this.lease = lease;
        Server = server;
    }

    public ServerFile Server { get; private set; }

    /// <summary>True: this process started it. False: another engine has it open and this one works with it.</summary>
    public bool IsOwner => child is not null;

    /// <summary>True once the store has ended without being asked to.</summary>
    public bool IsGone => child?.HasExited ?? lease!.Ended.IsCompleted;

    /// <summary>Opens the store of a directory, or joins who has it open.</summary>
    public static async Task<EmbeddedStore> StartAsync(string directory, EmbeddedStoreOptions options, CancellationToken cancel = default)
    {
        var waited = Stopwatch.StartNew();
        UserError? killed = null;
        do
        {
            // The lock decides, not the file: one that was left behind may name a port that is a stranger's by now.
            if (StoreLock.IsFree(directory))
            {
                (var store, killed) = await TryOpenAsync(directory, options, cancel);
                if (store is not null)
                    return store;
            }
            else if (ServerFile.Read(directory) is { } server && await StoreLease.TryTakeAsync(server, cancel) is { } lease)
            {
                return new EmbeddedStore(directory, options, server, child: null, lease);
            }

            // Somebody has it who is not ready yet, or is just leaving: both pass within moments. So does what kills a child at its start.
            await Task.Delay(50, cancel);
        }
        while (waited.Elapsed < options.StartTime);

        var holder = StoreLock.Holder(directory);
        throw killed ?? new UserError($"the store {directory} is open in process {holder?.ToString() ?? "unknown"}, which does not answer; end that process, or choose another directory with --store");
    }

    /// <summary>Completes when the store has ended.</summary>
    public Task WhenGoneAsync(CancellationToken cancel) => child is null ? lease!.Ended.WaitAsync(cancel) : child.WaitForExitAsync(cancel);

    /// <summary>The error to show when the store stopped answering.</summary>
    public UserError Lost(Exception cause) =>
        new($"the embedded ClickHouse of {directory} (process {Server.Pid}) {How()}; what was stored is safe, run the command again", cause: cause);

    /// <summary>What is known of its end, as a part of a sentence.</summary>
    internal string How()
    {
        lock (lastWords)
            return child is { HasExited: true } ? $"ended with exit code {child.ExitCode}{(lastWords.Count > 0 ? ": " + string.Join(" | ", lastWords) : "")}"
                : IsGone ? "was closed by its owner" : "does not answer";
    }

    public async ValueTask DisposeAsync()
    {
        if (lease is not null)
            await lease.DisposeAsync();
        if (child is null)
            return;
        try
        {
            child.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is dead already.
        }

        using var patience = new CancellationTokenSource(options.StopTime);
        try
        {
            // Nothing but "kept" comes: others still work with it, and it ends with the last of them.
            if (await child.StandardOutput.ReadLineAsync(patience.Token) != ServerProcess.Kept)
                await child.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }

        child.Dispose();
    }

    /// <returns>No store: another process holds it, or the child was killed before it served.</returns>
    private static async Task<(EmbeddedStore? Store, UserError? Killed)> TryOpenAsync(string directory, EmbeddedStoreOptions options, CancellationToken cancel)
    {
        var command = options.Command ?? EngineCommandLine.Find();
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        foreach (var argument in new[] { "clickhouse", "child", directory })
            start.ArgumentList.Add(argument);
        var child = Process.Start(start) ?? throw new UserError($"{command[0]} cannot be started for the embedded store");
        var store = new EmbeddedStore(directory, options, new ServerFile("", 0, "", child.Id), child, lease: null);
        child.ErrorDataReceived += (_, line) => store.Keep(line.Data);
        child.BeginErrorReadLine();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(options.StartTime);
        try
        {
            if (await child.StandardOutput.ReadLineAsync(patience.Token) is not null && ServerFile.Read(directory) is { } server)
            {
                store.Server = server;
                return (store, null);
            }

            await child.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            cancel.ThrowIfCancellationRequested();
            throw new UserError($"the embedded ClickHouse of {directory} did not start within {options.StartTime.TotalSeconds:0} s; is the machine overloaded?");
        }

        using (child)
        {
            return child.ExitCode switch
            {
                ServerProcess.OpenElsewhere => (null, null),
                Killed => (null, new UserError($"the embedded ClickHouse of {directory} was killed each time it started; has the system enough memory?")),
                var code => throw store.Died(code),
            };
        }
    }

    private UserError Died(int exitCode)
    {
        lock (lastWords)
        {
            // The child reports what a person can mend in one line of its own.
            var said = lastWords.LastOrDefault(line => line.StartsWith("error: ", StringComparison.Ordinal));
            return said is not null ? new UserError(said["error: ".Length..])
                : new UserError($"the embedded ClickHouse of {directory} ended at its start with exit code {exitCode}: {string.Join(" | ", lastWords)}");
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (lastWords)
        {
            lastWords.Enqueue(OneLine.Of(line));
            if (lastWords.Count > TailLines)
                lastWords.Dequeue();
        }
    }
}
