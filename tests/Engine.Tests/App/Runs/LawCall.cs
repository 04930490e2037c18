namespace Engine.Tests.App.Runs;

/// <param name="At">Event time.</param>
/// <param name="Line">The call as a line in combined format.</param>
internal sealed record LawCall(DateTimeOffset At, string Line);
