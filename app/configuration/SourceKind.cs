namespace Engine.App.Configuration;

internal enum SourceKind { File, Kafka }
