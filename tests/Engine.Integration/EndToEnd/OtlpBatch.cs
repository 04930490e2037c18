using System.Globalization;
using System.Text;
using Engine.App.Simulation.Formats;

namespace Engine.Integration.EndToEnd;

/// <summary>A request of an exporter: spans of a server, no two of which are alike.</summary>
/// <param name="Sender">Number of the exporter.</param>
/// <param name="Number">Number of the request.</param>
/// <param name="Spans">How many it holds.</param>
internal sealed record OtlpBatch(int Sender, int Number, int Spans)
{
    private const ulong Start = 1_795_465_681_000_000_000, End = Start + 100_000_000;

    private IEnumerable<ulong> Ids => Enumerable.Range(1, Spans).Select(i => (ulong)((Number * Spans) + i));

    private string Client => string.Create(CultureInfo.InvariantCulture, $"203.0.113.{Sender}");

    public string Json()
    {
        var spans = Ids.Select(id => string.Create(CultureInfo.InvariantCulture, $$$"""
            {"traceId":"{{{Sender + 1:x32}}}","spanId":"{{{id:x16}}}","kind":2,"name":"GET","startTimeUnixNano":"{{{Start}}}","endTimeUnixNano":"{{{End}}}",
             "attributes":[{"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"url.path","value":{"stringValue":"{{{Path(id)}}}"}},
                           {"key":"http.response.status_code","value":{"intValue":"200"}},{"key":"client.address","value":{"stringValue":"{{{Client}}}"}}]}
            """));
        return $$"""{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"test"},"spans":[{{string.Join(',', spans)}}]}]}]}""";
    }

    public byte[] Protobuf()
    {
        var scope = new ProtobufBuffer();
        foreach (var id in Ids)
            scope.AddMessage(2, Span(id));
        var resource = new ProtobufBuffer();
        resource.AddMessage(2, scope);
        var request = new ProtobufBuffer();
        request.AddMessage(1, resource);
        return request.Written.ToArray();
    }

    private ProtobufBuffer Span(ulong id)
    {
        var span = new ProtobufBuffer();
        span.AddId(1, (ulong)Sender + 1, id);
        span.AddId(2, id);
        span.AddNumber(6, 2);
        span.AddFixed(7, Start);
        span.AddFixed(8, End);
        AddText(span, "http.request.method", "GET");
        AddText(span, "url.path", Path(id));
        AddText(span, "client.address", Client);
        var status = new ProtobufBuffer();
        status.AddNumber(3, 200);
        AddPair(span, "http.response.status_code", status);
        return span;
    }

    private static void AddText(ProtobufBuffer span, string key, string text)
    {
        var value = new ProtobufBuffer();
        value.AddBytes(1, Encoding.UTF8.GetBytes(text));
        AddPair(span, key, value);
    }

    private static void AddPair(ProtobufBuffer span, string key, ProtobufBuffer value)
    {
        var pair = new ProtobufBuffer();
        pair.AddBytes(1, Encoding.UTF8.GetBytes(key));
        pair.AddMessage(2, value);
        span.AddMessage(9, pair);
    }

    private string Path(ulong id) => string.Create(CultureInfo.InvariantCulture, $"/v1/items/{Sender}-{id}");
}
