using System.Runtime.InteropServices;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>
/// How this process handles the signals that libchdb resets to their defaults when it is told to install no handlers.
/// .NET needs its own: a null reference is a SIGSEGV that it turns into an exception. Saved before and restored after.
/// </summary>
internal sealed unsafe partial class SignalDispositions
{
    // struct sigaction is copied whole and never looked into, so its layout does not matter; 152 bytes on glibc x64, 16 on macOS.
    private const int Room = 256;

    // SIGILL, SIGTRAP, SIGABRT, SIGFPE and SIGSEGV have the same number everywhere; SIGBUS, SIGTSTP and SIGSYS do not.
    private static readonly int[] Signals = OperatingSystem.IsMacOS() ? [4, 5, 6, 8, 11, 10, 18, 12] : [4, 5, 6, 8, 11, 7, 20, 31];

    private readonly byte[] saved = new byte[Room * Signals.Length];

    private SignalDispositions()
    {
    }

    public static SignalDispositions Save()
    {
        var dispositions = new SignalDispositions();
        fixed (byte* saved = dispositions.saved)
            for (var i = 0; i < Signals.Length; i++)
                Check(SigAction(Signals[i], null, saved + (i * Room)), Signals[i]);
        return dispositions;
    }

    public void Restore()
    {
        fixed (byte* from = saved)
            for (var i = 0; i < Signals.Length; i++)
                Check(SigAction(Signals[i], from + (i * Room), null), Signals[i]);
    }

    private static void Check(int result, int signal)
    {
        if (result != 0)
            throw new UserError($"the handler of signal {signal} cannot be saved for the embedded store (errno {Marshal.GetLastPInvokeError()}); "
                + "use a ClickHouse server with --store http://user:password@host:8123/engine");
    }

    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    private static partial int SigAction(int signal, void* action, void* previous);
}
