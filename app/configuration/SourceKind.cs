namespace Engine.App.Configuration;

internal enum SourceKind { File, Kafka, Http, Otlp, Syslog, Envoy, Mirror }
