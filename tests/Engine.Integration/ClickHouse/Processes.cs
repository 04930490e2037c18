using System.Diagnostics;
using System.Runtime.CompilerServices;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Embedded;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Spool;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Integration.ClickHouse;

/// <summary>Bodies of the processes that tests crash or kill, and how a test starts them.</summary>
internal static class Processes
{
    public const int Fine = 0;
    private const int NotCaught = 3;

    /// <summary>Opens libchdb, uses it, and then dereferences null, on this thread and on another: .NET must still catch both.</summary>
    public static async Task<int> SignalsAsync(string directory)
    {
        var handles = Chdb.Open(directory, 3);
        using (handles[0].Query("SELECT 1"))
        {
        }

        return CatchesNull() && await Task.Run(CatchesNull) ? Fine : NotCaught;
    }

    /// <summary>Starts a store, says which process serves it, and waits to be killed.</summary>
    public static async Task<int> OwnerAsync(string directory)
    {
        await using var store = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions());
        Console.WriteLine(store.Server.Pid);
        await Console.In.ReadLineAsync();
        return Fine;
    }

    /// <summary>Journals three calls, says so, and waits to be killed.</summary>
    public static async Task<int> JournalAsync(string directory, string source)
    {
        var spool = SpoolDirectory.Open(directory, "20260101T000000000-killed", NullLogger.Instance);
        for (var call = 1; call <= 3; call++)
            spool.Write(Cut(source, call));
        Console.WriteLine("journalled");
        await Console.In.ReadLineAsync();
        return Fine;
    }

    /// <summary>What a process leaves that journalled some calls and ended.</summary>
    /// <returns>Its files.</returns>
    public static IReadOnlyList<string> Journal(string directory, string source, int calls)
    {
        using var spool = SpoolDirectory.Open(directory, "20260101T000000000-ended", NullLogger.Instance);
        return [.. Enumerable.Range(1, calls).Select(call => spool.Write(Cut(source, call)).Path)];
    }

    public static Process Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(Processes).Assembly.Location, name, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static CutRows Cut(string source, int call)
    {
        var block = new RowBlock();
        EventRow.Write(block, Sample.Call(call, call, source: source), new Placement(1, call, 1), "");
        return new CutRows($"writer-{source}", call, [new TableRows(EventRow.Table, block.Bytes, block.Ends)]);
    }

    private static bool CatchesNull()
    {
        try
        {
            return Length(null) < 0;
        }
        catch (NullReferenceException)
        {
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string? text) => text!.Length;
}
