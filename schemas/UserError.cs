namespace Engine.Schemas;

/// <summary>
/// A problem that the person at the terminal can mend: printed as one line (what, where, what to do), never with a stack trace.
/// </summary>
/// <param name="message">What is wrong and where, and after a semicolon what to do about it.</param>
/// <param name="isUsage">True: wrong usage or configuration (exit code 2). False: something failed (exit code 1).</param>
/// <param name="cause">What lies behind it, for the log.</param>
public sealed class UserError(string message, bool isUsage = false, Exception? cause = null) : Exception(message, cause)
{
    public bool IsUsage { get; } = isUsage;

    /// <summary>What the operating system or a library said, as a part of a line of ours: without its line ends and full stop.</summary>
    public static string Why(Exception cause) => cause.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
