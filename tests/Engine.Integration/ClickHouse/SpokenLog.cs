using System.Collections.Concurrent;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging;

namespace Engine.Integration.ClickHouse;

/// <summary>A log that a test can wait for: what was said, by the number of the message.</summary>
internal sealed class SpokenLog : ILogger<ClickHouseSink>, ILogger<ClickHouseStore>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> first = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The first message of this number, as soon as there is one.</summary>
    public Task<string> SaidAsync(int number) => Source(number).Task.WaitAsync(Patience);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        Lines.Enqueue(line);
        Source(eventId.Id).TrySetResult(line);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    private TaskCompletionSource<string> Source(int number) =>
        first.GetOrAdd(number, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
