namespace Engine.Schemas;

/// <summary>
/// Service + method + path template. The id is opaque: a new template version carries an old → new map, and state follows it.
/// One instance per endpoint while its version is current.
/// </summary>
public sealed class Endpoint(string service, string method, string template) : IEquatable<Endpoint>
{
    /// <summary>Hash of service, method and template; opaque for everyone else.</summary>
    public ulong Id { get; } = StableHash.Combine(
        StableHash.Of(service), StableHash.Combine(StableHash.Of(method), StableHash.Of(template)));

    /// <summary>Host or service name; "-" where the source has none.</summary>
    public string Service { get; } = service;
    public string Method { get; } = method;

    /// <summary>For example <c>/v1/orders/{id}</c>.</summary>
    public string Template { get; } = template;

    /// <summary>For people: <c>GET /v1/orders/{id}</c>.</summary>
    public string Operation { get; } = $"{method} {template}";

    public bool Equals(Endpoint? other) => ReferenceEquals(this, other) || (other is not null && Id == other.Id && Template == other.Template
        && Method == other.Method && Service == other.Service);
    public override bool Equals(object? obj) => Equals(obj as Endpoint);
    public override int GetHashCode() => (int)Id;
    public override string ToString() => $"{Method} {Service}{Template}";
}
