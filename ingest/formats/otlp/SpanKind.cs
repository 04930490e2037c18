namespace Engine.Ingest.Formats.Otlp;

/// <summary>Numbers of opentelemetry.proto.trace.v1.Span.SpanKind; a log record has none of them.</summary>
internal enum SpanKind { Unspecified, Internal, Server, Client, Producer, Consumer, LogRecord }
