using System.Diagnostics;
using System.Runtime.CompilerServices;
using Engine.Sinks.ClickHouse.Embedded;
using Engine.Sinks.ClickHouse.Store;

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

    public static Process Start(string name, string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { typeof(Processes).Assembly.Location, name, directory })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
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
