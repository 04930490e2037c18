using System.Net;
using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment;

/// <summary>Calls and enrichers in which only what matters to a test is written.</summary>
internal static class EnrichmentCall
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Enricher.Options Options { get; } = new() { SecretKey = "a key of 24 bytes, test."u8.ToArray() };

    public static Enricher Enricher(Func<Enricher.Options, Enricher.Options>? change = null) => new(change is null ? Options : change(Options));

    public static ApiEvent Get(
        string path, int? status = 200, string from = "203.0.113.1", string? query = null, string? host = "api.example.com",
        AuthenticationEvidence? evidence = null, string? agent = "test/1", string method = "GET", string? blockedBy = null) => new()
        {
            Id = new EventId(Guid.Empty),
            Position = new SourcePosition("test", 0, 0, 0),
            At = At,
            Method = method,
            Host = host,
            Path = path,
            Query = query,
            Status = status,
            PeerAddress = IPAddress.Parse(from),
            UserAgent = agent,
            Authentication = evidence,
            BlockedBy = blockedBy,
            SourceFormat = "test",
        };

    public static EnrichedEvent Enrich(this Enricher enricher, ApiEvent call) => enricher.Enrich(call, At, isLate: false);

    /// <summary>Strangers of as many addresses are served: the endpoint is public from then on.</summary>
    public static void Publish(this Enricher enricher, string path, int strangers = 3, string method = "GET")
    {
        for (var i = 0; i < strangers; i++)
            enricher.Enrich(Get(path, from: $"198.51.100.{i + 1}", method: method));
    }

    public static AuthenticationEvidence Bearer(string credential, bool? gateway = null) =>
        new() { Scheme = AuthenticationScheme.Bearer, Credential = credential, VerifiedByGateway = gateway };

    public static AuthenticationEvidence Key(string credential) => new() { Scheme = AuthenticationScheme.ApiKey, Credential = credential };
}
