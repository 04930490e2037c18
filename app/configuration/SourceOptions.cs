using System.ComponentModel.DataAnnotations;
using Engine.Ingest.Sources.Kafka;
using Engine.Ingest.Sources.Receivers;
using Engine.Schemas;

namespace Engine.App.Configuration;

/// <summary>One entry of <c>sources</c>.</summary>
internal sealed record SourceOptions : IValidatableObject
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Name in positions and baselines; keep it when the file moves.</summary>
    /// <example>access-log</example>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", ErrorMessage = "is not a name; use letters, digits, '.', '_' and '-', at most 64")]
    public required string Name { get; init; }

    /// <summary>
    /// Kind of source: read (file, kafka) or sent to (http, otlp, syslog, envoy for its access-log service, mirror for copies of requests).
    /// What is sent is kept on the disk before the sender is told so. Default file.
    /// </summary>
    public SourceKind Kind { get; init; } = SourceKind.File;

    /// <summary>Files: plain, gzip or zstd; '-' is standard input. Several are merged by time, unless they are followed.</summary>
    /// <example>[/var/log/nginx/access.log]</example>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Topics, for kind kafka. Each partition is read in its own order, and every partition must be this engine's.</summary>
    public KafkaOptions? Kafka { get; init; }

    /// <summary>
    /// Format of the records; `engine formats` lists them. What shippers write around it stands before it, outermost first: docker/combined,
    /// json/cri/envoy. What is read may be auto: the first records tell, and the choice is said with its reason and kept. Kinds otlp, envoy and mirror have their own. Default none.
    /// </summary>
    /// <example>combined</example>
    public string Format { get; init; } = "";

    /// <summary>What the traffic is: production, staging, test. Baselines are kept apart for each. Default production.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", ErrorMessage = "is not a name; use letters, digits, '.', '_' and '-', at most 64")]
    public string Environment { get; init; } = "production";

    /// <summary>Goes on reading as the file grows and is rotated. Default false.</summary>
    public bool Follow { get; init; }

    /// <summary>
    /// Where HTTP is taken (kinds http, otlp, mirror), or syslog over TCP, as ADDRESS:PORT, like 127.0.0.1:8080 or *:8080. Sources of kind http, and one of kind otlp, may
    /// share an address. Default none.
    /// </summary>
    public string? Listen { get; init; }

    /// <summary>Where gRPC is taken (kinds otlp, envoy). Default none.</summary>
    public string? ListenGrpc { get; init; }

    /// <summary>Where syslog over UDP is taken; what the network or the system drops is lost. Default none.</summary>
    public string? ListenUdp { get; init; }

    /// <summary>
    /// What senders must show as `Authorization: Bearer TOKEN` or `X-Engine-Token: TOKEN`. Needed where others than this machine can send.
    /// Default none.
    /// </summary>
    [Secret]
    public string? Token { get; init; }

    /// <summary>True: others than this machine may send without a token, and so write what they like into the evidence. Default false.</summary>
    public bool AllowAnyone { get; init; }

    /// <summary>Certificate of the listening addresses. Default none: they speak in the clear.</summary>
    public ReceiverTls? Tls { get; init; }

    /// <summary>Header in which the proxy that mirrors names the client's address, for kind mirror. Default X-Real-IP.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,64}$", ErrorMessage = "is no name of a header")]
    public string ClientAddressHeader { get; init; } = "X-Real-IP";

    /// <summary>
    /// Header in which the proxy names the target of the request (nginx: $request_uri), for kind mirror. It carries targets that no HTTP
    /// server takes as such, like /a%00. Default none: the mirrored request has it.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9-]{1,64}$", ErrorMessage = "is no name of a header")]
    public string? TargetHeader { get; init; }

    /// <summary>What the source takes at most, where it is sent to.</summary>
    public ReceiverLimits Limits { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        (IsReceiver ? ReceiverRules.Problems(this) : ReadingProblems()).Select(problem => new ValidationResult(problem.Message, [problem.Property]));

    /// <summary>Format, or those of the kind.</summary>
    internal string FormatNames => Format.Length > 0 ? Format : string.Join(" or ", ReceiverRules.FormatsOf(Kind));

    /// <summary>True: it is sent to.</summary>
    internal bool IsReceiver => Kind is not (SourceKind.File or SourceKind.Kafka);

    private IEnumerable<(string Property, string Message)> ReadingProblems()
    {
        if (Format.Length == 0) yield return (nameof(Format), "is missing; `engine formats` lists them");
        if (Kind == SourceKind.File && Paths.Count == 0) yield return (nameof(Paths), Kafka is null ? "names no file" : "names no file; should the source be of kind kafka?");
        if (Kind == SourceKind.Kafka && Kafka is null)
            yield return (nameof(Kafka), "is missing: kind kafka asks for bootstrap_servers and topics");
        if (Kind == SourceKind.Kafka && (Paths.Count > 0 || Follow))
            yield return (Paths.Count > 0 ? nameof(Paths) : nameof(Follow), "has no effect: the source is of kind kafka");
        if (Paths.Any(string.IsNullOrWhiteSpace)) yield return (nameof(Paths), "holds an empty path");
        if (Follow && Paths.Contains(StandardInput))
            yield return (nameof(Follow), "standard input ('-') cannot be followed; it is read until it ends");
        if (Follow && Paths.Any(path => path.EndsWith(".gz", StringComparison.Ordinal) || path.EndsWith(".zst", StringComparison.Ordinal)))
            yield return (nameof(Follow), "a compressed file does not grow; name the file that is written to");
        if ((Listen ?? ListenGrpc ?? ListenUdp) is not null)
            yield return (Listen is not null ? nameof(Listen) : ListenGrpc is not null ? nameof(ListenGrpc) : nameof(ListenUdp),
                $"has no effect: the source is of kind {Kind.ToString().ToLowerInvariant()}; kinds http, otlp, syslog, envoy and mirror listen");
    }
}
