using System.Runtime.InteropServices;

namespace Engine.App.Terminal;

/// <summary>
/// Ctrl+C and SIGTERM ask the command to stop in order; a second one ends the process at once. The engine's stop can take longer than the
/// two seconds that System.CommandLine would grant it, so the signals are taken here.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption(TextWriter error)
    {
        _error = error;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested) return;

        signal.Cancel = true;
        if (signal.Signal == PosixSignal.SIGINT) _error.WriteLine("stopping; press Ctrl+C again to stop at once");
        _stop.Cancel();
    }
}
