namespace Engine.Sinks.Enforcement;

/// <summary>An enforcement point cannot be reached or refused a command. Retried and reported; never stops detection.</summary>
/// <param name="message">What, where, and what to do about it, in one line.</param>
/// <param name="cause">What lies behind it.</param>
public sealed class PointFailure(string message, Exception? cause = null) : Exception(message, cause);
