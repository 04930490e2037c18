namespace Engine.Ingest.Sources.Receivers;

/// <summary>Where a source is listened for, once it is.</summary>
/// <param name="Source">Its options.</param>
/// <param name="Protocol">What is spoken there: http, grpc, tcp, udp.</param>
/// <param name="Address">With the port that it got.</param>
public sealed record ReceiverPlace(ReceiverOptions Source, string Protocol, ListenAddress Address);
