using System.Net;
using Confluent.SchemaRegistry;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Kafka.Registry;

/// <summary>Schemas by id, fetched once. A registry that does not answer is waited for: what cannot be read yet is not lost.</summary>
/// <remarks>For the thread that consumes; only fetching goes on beside it.</remarks>
internal sealed partial class SchemaLookup(KafkaSource.Options options, ISchemaRegistryClient registry, TimeProvider time) : IDisposable
{
    // Ids are written by strangers: a table of wrong ones must not grow for ever.
    private const int MostKnown = 10_000;

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _disposed = new();
    private readonly Dictionary<int, RegisteredSchema> _known = [];
    private readonly ILogger _log = options.Log;
    private (int Id, Task<RegisteredSchema> Answer)? _fetch;

    /// <summary>Ends when the schema that was asked for last is known.</summary>
    public Task Pending => _fetch?.Answer ?? Task.CompletedTask;

    /// <summary>What is known of the id; null: it is being fetched, ask again when <see cref="Pending"/> has ended.</summary>
    public RegisteredSchema? Find(int id)
    {
        if (_known.TryGetValue(id, out var known))
            return known;
        if (_fetch is { } fetch && fetch.Answer.IsCompleted)
        {
            if (_known.Count >= MostKnown)
                _known.Clear();
            _known[fetch.Id] = fetch.Answer.GetAwaiter().GetResult();
            _fetch = null;
            return Find(id);
        }

        _fetch ??= (id, Task.Run(() => FetchAsync(id)));
        return null;
    }

    public void Dispose()
    {
        _disposed.Cancel();
        registry.Dispose();
    }

    private async Task<RegisteredSchema> FetchAsync(int id)
    {
        for (var delay = s_firstDelay; ; delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay)
        {
            try
            {
                var answer = RegisteredSchema.Of(id, await registry.GetSchemaAsync(id).ConfigureAwait(false));
                if (delay > s_firstDelay)
                    LogBack(options.Name, options.Kafka.SchemaRegistry!);
                return answer;
            }
            catch (SchemaRegistryException unknown) when (unknown.Status == HttpStatusCode.NotFound)
            {
                return RegisteredSchema.Refused($"schema {id} is not in the registry");
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException or IOException)
            {
                if (delay == s_firstDelay)
                    LogAway(options.Name, options.Kafka.SchemaRegistry!, UserError.Why(away));
            }

            await Task.Delay(delay, time, _disposed.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1221, LogLevel.Warning, "source '{Source}': the schema registry {Registry} does not answer ({Why}); nothing is read until it does")]
    private partial void LogAway(string source, string registry, string why);

    [LoggerMessage(1222, LogLevel.Warning, "source '{Source}': the schema registry {Registry} answers again")]
    private partial void LogBack(string source, string registry);
}
