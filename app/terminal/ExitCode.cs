namespace Engine.App.Terminal;

/// <summary>What a script learns from a command.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>Findings, or something failed.</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage or configuration: nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>
    /// Stopped by a signal before its work was done, as shells count it (128 + SIGINT). The work of <c>engine run</c> has no end of its own:
    /// once it reads, being stopped in order is <see cref="Ok"/>.
    /// </summary>
    public const int Interrupted = 130;
}
