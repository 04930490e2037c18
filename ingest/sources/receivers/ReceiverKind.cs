namespace Engine.Ingest.Sources.Receivers;

/// <summary>What a receiver speaks.</summary>
public enum ReceiverKind { Http, Otlp, Syslog, Envoy, Mirror }
