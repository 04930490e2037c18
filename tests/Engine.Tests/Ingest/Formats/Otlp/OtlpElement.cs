namespace Engine.Tests.Ingest.Formats.Otlp;

/// <summary>A span or log record for a test, to be written in either encoding.</summary>
internal sealed record OtlpElement(params (string Key, object Value)[] Attributes)
{
    public const ulong Start = 1_795_465_681_342_000_000;

    /// <summary>Number of the kind: 1 internal, 2 server, 3 client.</summary>
    public int Kind { get; init; } = 2;
    public ulong From { get; init; } = Start;
    public ulong To { get; init; } = Start + 15_000_000;
    public string Name { get; init; } = "a span";
    public string Trace { get; init; } = "0af7651916cd43dd8448eb211c80319c";
    public string Span { get; init; } = "b7ad6b7169203331";
    public string Parent { get; init; } = "00f067aa0ba902b7";

    /// <summary>Body of a log record: an object of these.</summary>
    public (string Key, object Value)[] Body { get; init; } = [];

    public static OtlpElement Client(params (string, object)[] attributes) => new(attributes) { Kind = 3 };

    public static (string, object)[] Resource { get; } =
        [("service.name", "orders"), ("service.version", "1.4.2"), ("deployment.environment.name", "staging-eu"), ("host.name", "h1")];
}
