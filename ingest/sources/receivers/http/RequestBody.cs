namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>What a request brought, or why it is not taken.</summary>
/// <param name="Body">The bytes, unpacked; the receiver of this disposes it. Null: it is refused.</param>
/// <param name="Refusal">Null: it is taken.</param>
internal readonly record struct RequestBody(PooledBody? Body, Refusal? Refusal);
