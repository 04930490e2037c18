using Microsoft.Extensions.Logging;

namespace Engine.App.Terminal;

/// <summary>What the rooms have to say while a command runs: warnings and errors, one line each, on standard error.</summary>
internal sealed class MessageLog(TextWriter error) : ILogger, ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("messages go to standard error only");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            error.WriteLine($"{(logLevel == LogLevel.Warning ? "warning" : "error")}: {Printable.Text(formatter(state, exception))}");
    }

    public void Dispose()
    {
    }
}
