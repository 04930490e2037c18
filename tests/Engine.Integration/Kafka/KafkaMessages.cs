using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Engine.Integration.Kafka;

/// <summary>What a source tells, for a test that waits for it.</summary>
internal sealed class KafkaMessages : ILogger
{
    private readonly BlockingCollection<string> _lines = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add(formatter(state, exception));

    /// <summary>Waits for the next line with these words, and passes over others.</summary>
    public void WaitFor(string words)
    {
        while (_lines.TryTake(out var line, TimeSpan.FromMinutes(2)))
        {
            if (line.Contains(words, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"nobody said '{words}'");
    }
}
