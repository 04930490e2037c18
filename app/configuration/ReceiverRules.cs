using Engine.Ingest.Sources.Receivers;

namespace Engine.App.Configuration;

/// <summary>What sources that are sent to must say, each and together.</summary>
internal static class ReceiverRules
{
    /// <summary>Formats that a kind brings with it; empty: the source names one.</summary>
    public static IReadOnlyList<string> FormatsOf(SourceKind kind) => kind switch
    {
        SourceKind.Otlp => ["otlp-protobuf", "otlp-json"],
        SourceKind.Envoy => ["envoy-als"],
        SourceKind.Mirror => ["mirror"],
        _ => [],
    };

    /// <summary>Addresses of a source, with the key that says each and what is spoken there.</summary>
    public static IEnumerable<(string Property, string Protocol, string Text)> AddressesOf(SourceOptions source)
    {
        if (source.Listen is not null)
            yield return (nameof(source.Listen), source.Kind == SourceKind.Syslog ? "tcp" : "http", source.Listen);
        if (source.ListenGrpc is not null)
            yield return (nameof(source.ListenGrpc), "grpc", source.ListenGrpc);
        if (source.ListenUdp is not null)
            yield return (nameof(source.ListenUdp), "udp", source.ListenUdp);
    }

    public static IEnumerable<(string Property, string Message)> Problems(SourceOptions source)
    {
        var kind = source.Kind.ToString().ToLowerInvariant();
        if (FormatsOf(source.Kind) is { Count: > 0 } own && source.Format.Length > 0 && !own.Contains(source.Format))
            yield return (nameof(source.Format), $"has no effect: kind {kind} has its own ({string.Join(", ", own)}); leave it out");
        if (FormatsOf(source.Kind).Count == 0 && source.Format.Length == 0)
            yield return (nameof(source.Format), "is missing; `engine formats` lists them");
        if (source.Paths.Count > 0 || source.Kafka is not null || source.Follow)
            yield return (source.Paths.Count > 0 ? nameof(source.Paths) : source.Follow ? nameof(source.Follow) : nameof(source.Kafka), $"has no effect: the source is of kind {kind}");
        var (allowed, hint) = AllowedOf(source.Kind);
        if (!AddressesOf(source).Any(address => allowed.Contains(address.Property)))
            yield return (allowed[0], $"is missing: kind {kind} asks for {hint}");
        foreach (var (property, _, text) in AddressesOf(source))
        {
            if (!allowed.Contains(property))
                yield return (property, $"has no effect: kind {kind} asks for {hint}");
            else if (!ListenAddress.TryParse(text, out var address, out var problem))
                yield return (property, problem);
            else if (!address.IsLoopback && source.Token is null && !source.AllowAnyone)
                yield return (property, $"{text} is open to other machines: {(source.Kind == SourceKind.Syslog ? "syslog knows no token, so say" : "set a token, or say")} allow_anyone: true if the network keeps strangers out");
        }

        if (source is { Kind: SourceKind.Syslog, Token: not null })
            yield return (nameof(source.Token), "has no effect: syslog knows no token");
        if (source is { Tls: not null, Listen: null, ListenGrpc: null })
            yield return (nameof(source.Tls), "has no effect: UDP is not encrypted");
    }

    /// <summary>What is wrong with sources that listen at one address.</summary>
    public static IEnumerable<string> SharingProblems(IEnumerable<SourceOptions> sources)
    {
        var places = sources.Where(source => source.IsReceiver)
            .SelectMany(source => AddressesOf(source).Select(at => (Source: source, at.Protocol, Address: ListenAddress.TryParse(at.Text, out var address, out _) ? address : null)))
            .Where(place => place.Address is { Port: > 0 });
        foreach (var shared in places.GroupBy(place => (place.Address, place.Protocol == "udp")).Where(shared => shared.Count() > 1))
        {
            var all = shared.ToList();
            var names = string.Join(" and ", all.Select(place => $"'{place.Source.Name}'"));
            var kinds = all.Select(place => place.Source.Kind).ToList();
            if (all.Select(place => place.Protocol).Distinct().Count() > 1)
                yield return $"sources {names} speak different protocols at {shared.Key.Address}; give each its own port";
            else if (kinds.Contains(SourceKind.Mirror) || kinds.Contains(SourceKind.Syslog))
                yield return $"sources {names} share {shared.Key.Address}; a mirror takes every path there, and syslog every message: give each its own port";
            else if (kinds.Count(kind => kind == SourceKind.Otlp) > 1 || kinds.Count(kind => kind == SourceKind.Envoy) > 1)
                yield return $"sources {names} share {shared.Key.Address} and are of one kind, so that nobody can tell whose a request is; give each its own port";
            else if (all.Select(place => place.Source.Tls).Distinct().Count() > 1)
                yield return $"sources {names} share {shared.Key.Address} and name different certificates; give them the same";
        }
    }

    private static (IReadOnlyList<string> Properties, string Hint) AllowedOf(SourceKind kind) => kind switch
    {
        SourceKind.Otlp => ([nameof(SourceOptions.Listen), nameof(SourceOptions.ListenGrpc)], "listen (HTTP, usually port 4318), listen_grpc (usually 4317) or both"),
        SourceKind.Syslog => ([nameof(SourceOptions.Listen), nameof(SourceOptions.ListenUdp)], "listen (TCP), listen_udp or both"),
        SourceKind.Envoy => ([nameof(SourceOptions.ListenGrpc)], "listen_grpc"),
        _ => ([nameof(SourceOptions.Listen)], "listen"),
    };
}
