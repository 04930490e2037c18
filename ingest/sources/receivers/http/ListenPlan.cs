using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>What is listened for at one address.</summary>
/// <param name="Source">Name of the source, or of the first of several, for messages.</param>
/// <param name="Address">Where.</param>
internal sealed record ListenPlan(string Source, ListenAddress Address)
{
    public ReceiverTls? Tls { get; init; }

    /// <summary>Where it is told that a request failed for a reason of ours.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1;

    /// <summary>True: headers are taken byte by byte. False: what is not UTF-8 is refused.</summary>
    public bool TakesAnyHeader { get; init; }

    /// <summary>Connections at once; more are closed at once.</summary>
    public int MostConnections { get; init; } = 1000;

    /// <summary>Adds what routes need.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Says which request goes where; null: connections are not HTTP.</summary>
    public Action<WebApplication>? Routes { get; init; }

    /// <summary>Takes connections that are not HTTP.</summary>
    public Action<ListenOptions>? Connections { get; init; }
}
