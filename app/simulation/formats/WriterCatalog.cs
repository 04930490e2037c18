using Engine.Schemas;

namespace Engine.App.Simulation.Formats;

/// <summary>Every format the simulation can write, by the name that the reader of the format has, too.</summary>
internal static class WriterCatalog
{
    public static IReadOnlyList<WriterInfo> All { get; } =
    [
        new("combined", "nginx and Apache combined log", "log", () => new CombinedWriter()),
        new("kong", "Kong log, one JSON object a line", "jsonl", () => new KongWriter()),
        new("json", "plain JSON access log", "jsonl", () => new JsonWriter()) { ReadAs = "shop-json" },
        new("nginx", "nginx with a log_format of its own", "log", () => new NginxWriter()) { ReadAs = "shop-nginx" },
        new("apache", "Apache with a LogFormat of its own", "log", () => new ApacheWriter()) { ReadAs = "shop-apache" },
        new("haproxy", "HAProxy option httplog with captured headers", "log", () => new HaproxyWriter()),
        new("aws-alb", "AWS Application Load Balancer access log", "log", () => new AwsAlbWriter()),
        new("traefik-clf", "Traefik access log as text", "log", () => new TraefikClfWriter()),
        new("envoy-text", "Envoy access log as text", "log", () => new EnvoyTextWriter()),
        new("envoy", "Envoy and Istio access log as JSON", "jsonl", () => new EnvoyWriter()),
        new("envoy-als", "Envoy access logs over gRPC, as protobuf", "als", () => new EnvoyAlsWriter()),
        new("apisix", "APISIX logger entries", "jsonl", () => new ApisixWriter()),
        new("otlp-json", "OpenTelemetry spans, OTLP as JSON", "jsonl", () => new OtlpJsonWriter()),
        new("otlp-protobuf", "OpenTelemetry spans, OTLP as protobuf", "otlp", () => new OtlpProtobufWriter()),
        new("mirror", "mirrored calls as JSON", "jsonl", () => new MirrorWriter()),
        new("har", "HTTP Archive 1.2, a document a line", "jsonl", () => new HarWriter()),
        new("aws-api-gateway", "AWS API Gateway access log", "jsonl", () => new AwsApiGatewayWriter()),
        new("traefik-json", "Traefik access log as JSON", "jsonl", () => new TraefikJsonWriter()),
        new("cloudflare", "Cloudflare Logpush", "jsonl", () => new CloudflareWriter()),
        new("caddy", "Caddy access log", "jsonl", () => new CaddyWriter()),
        new("nginx-json", "nginx access log as JSON", "jsonl", () => new NginxJsonWriter()),
        new("engine-avro", "Engine's own calls in Avro", "avro", () => new EngineAvroWriter()),
    ];

    /// <exception cref="UserError">There is no such format.</exception>
    public static WriterInfo Named(string name) => All.FirstOrDefault(writer => writer.Name == name)
        ?? throw new UserError($"unknown format '{name}'; choose one of {string.Join(", ", All.Select(writer => writer.Name))}", isUsage: true);
}
