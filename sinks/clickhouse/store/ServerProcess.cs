using System.Runtime.InteropServices;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Http;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>What the process does that has the store open: <c>engine clickhouse</c>, alone or as the child of another command.</summary>
public static class ServerProcess
{
    /// <summary>Exit code of a child that found the store open elsewhere: the parent looks again for who has it.</summary>
    public const int OpenElsewhere = 75;

    /// <summary>Line that a child writes when its parent has let go but others still work with the store.</summary>
    public const string Kept = "kept";

    /// <summary>
    /// Child: serves until standard input ends, which the death of the parent does too. Writes one line when it is ready.
    /// Interrupts meant for the parent are ignored, so that the parent can still write what it holds.
    /// </summary>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunChildAsync(string directory, EmbeddedServerOptions options, Stream input, TextWriter output)
    {
        using var interrupt = Ignore(PosixSignal.SIGINT);
        using var terminate = Ignore(PosixSignal.SIGTERM);
        using var hangUp = Ignore(PosixSignal.SIGHUP);
        using var quit = Ignore(PosixSignal.SIGQUIT);
        using var storeLock = StoreLock.TryTake(directory);
        if (storeLock is null)
            return OpenElsewhere;
        await ServeAsync(directory, options, async server =>
        {
            await output.WriteLineAsync("ready");
            await output.FlushAsync();
            var buffer = new byte[256];
            while (await input.ReadAsync(buffer) > 0)
            {
            }

            await server.DrainAsync(() =>
            {
                try
                {
                    output.WriteLine(Kept);
                    output.Flush();
                }
                catch (IOException)
                {
                    // The parent is dead: nobody to tell.
                }
            });
        });
        return 0;
    }

    /// <summary>Foreground: serves until cancelled.</summary>
    /// <param name="directory">Data directory.</param>
    /// <param name="options">Port and limits.</param>
    /// <param name="started">Told how the store is reached.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task RunAsync(string directory, EmbeddedServerOptions options, Action<ServerFile> started, CancellationToken cancel)
    {
        using var storeLock = StoreLock.TryTake(directory) ?? throw new UserError(
            $"the store {directory} is open in process {StoreLock.Holder(directory)?.ToString() ?? "unknown"}; query that one (`engine sql`), or end it first");
        await ServeAsync(directory, options, async server =>
        {
            started(ServerFile.Read(directory)!);
            await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        });
    }

    private static async Task ServeAsync(string directory, EmbeddedServerOptions options, Func<EmbeddedServer, Task> serve)
    {
        // Left behind by one that was killed: nobody must be sent to its port.
        ServerFile.Remove(directory);
        var files = Path.Combine(directory, "clickhouse");
        Directory.CreateDirectory(files);
        await using var server = await EmbeddedServer.StartAsync(files, options);
        new ServerFile(server.Url.ToString(), server.Port, server.Token, Environment.ProcessId).Write(directory);
        try
        {
            await serve(server);
        }
        finally
        {
            ServerFile.Remove(directory);
        }
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) => PosixSignalRegistration.Create(signal, context => context.Cancel = true);
}
