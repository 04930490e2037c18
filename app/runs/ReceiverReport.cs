using System.Globalization;
using Engine.App.Terminal;
using Engine.Ingest.Sources.Receivers;

namespace Engine.App.Runs;

/// <summary>Says where a run listens, and what came.</summary>
internal static class ReceiverReport
{
    public static void Listening(Screen screen, IReadOnlyList<ReceiverPlace> places)
    {
        foreach (var place in places)
        {
            screen.Say($"{place.Source.Name} ({place.Source.Kind.ToString().ToLowerInvariant()}) listens on {Url(place)}{(place.Source.Token is null ? "" : ", with its token")}");
            if (Example(place) is { } example)
                screen.Say($"  for example: {example}");
        }
    }

    /// <summary>Only what somebody would want to know: a source that took everything it was sent needs no line of its own beside the calls.</summary>
    public static void Summary(Screen screen, IReadOnlyList<ReceiverCounters> counters)
    {
        foreach (var source in counters.Where(source => source.Received + source.Refused + source.Deferred + source.Dropped > 0))
        {
            var counts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{source.Received:N0} received ({source.Bytes:N0} bytes)") };
            Add(source.Repeated, "sent again and known");
            Add(source.Refused, "refused");
            Add(source.Deferred, "asked to come again");
            Add(source.Dropped, "lost before the journal, as far as it is known");
            screen.Say($"{source.Source}: {string.Join(", ", counts)}");

            void Add(long count, string what)
            {
                if (count > 0)
                    counts.Add(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}"));
            }
        }
    }

    private static string Url(ReceiverPlace place) => place.Protocol switch
    {
        "http" => $"{Scheme(place)}://{Host(place.Address)}{(place.Source.Kind == ReceiverKind.Http ? "/v1/logs/" + place.Source.Name : "")}",
        "grpc" => $"{Scheme(place)}://{Host(place.Address)} (gRPC)",
        "tcp" => $"{place.Address} (TCP{(place.Source.Tls is null ? "" : ", TLS")})",
        _ => $"{place.Address} (UDP)",
    };

    private static string? Example(ReceiverPlace place) => place switch
    {
        { Source.Kind: ReceiverKind.Http } => $"curl {Token(place)}--data-binary @access.log {Url(place)}",
        { Source.Kind: ReceiverKind.Otlp, Protocol: "http" } => $"OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_ENDPOINT={Url(place)}",
        { Source.Kind: ReceiverKind.Mirror } => $"curl {Token(place)}-H '{place.Source.ClientAddressHeader}: 203.0.113.7' {Url(place)}/v1/orders/17",
        _ => null,
    };

    private static string Token(ReceiverPlace place) => place.Source.Token is null ? "" : "-H \"X-Engine-Token: $TOKEN\" ";

    private static string Scheme(ReceiverPlace place) => place.Source.Tls is null ? "http" : "https";

    /// <summary>All addresses are none that anybody can send to.</summary>
    private static string Host(ListenAddress address) =>
        address.Address.Equals(System.Net.IPAddress.IPv6Any) || address.Address.Equals(System.Net.IPAddress.Any)
            ? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{address.Port}")
            : address.ToString();
}
