using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engine.Tests.Ingest.Formats.Otlp;

/// <summary>Writes OTLP/JSON.</summary>
internal static class OtlpJsonText
{
    public static byte[] Of(OtlpElement[] elements, bool isLogs = false, (string, object)[]? resource = null)
    {
        var written = new JsonArray([.. elements.Select(element => isLogs ? Log(element) : Span(element))]);
        var scopes = new JsonArray(new JsonObject { ["scope"] = new JsonObject { ["name"] = "lib" }, [isLogs ? "logRecords" : "spans"] = written });
        var resources = new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = Pairs(resource ?? OtlpElement.Resource) },
            [isLogs ? "scopeLogs" : "scopeSpans"] = scopes,
        };
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { [isLogs ? "resourceLogs" : "resourceSpans"] = new JsonArray(resources) });
    }

    private static JsonObject Span(OtlpElement element) => new()
    {
        ["traceId"] = element.Trace.ToUpperInvariant(),
        ["spanId"] = element.Span,
        ["parentSpanId"] = element.Parent,
        ["name"] = element.Name,
        ["kind"] = element.Kind,
        ["startTimeUnixNano"] = $"{element.From}",
        ["endTimeUnixNano"] = $"{element.To}",
        ["attributes"] = Pairs(element.Attributes),
        ["status"] = new JsonObject(),
    };

    private static JsonObject Log(OtlpElement element) => new()
    {
        ["timeUnixNano"] = $"{element.From}",
        ["observedTimeUnixNano"] = $"{element.To}",
        ["body"] = element.Body.Length == 0 ? Value("text") : new JsonObject { ["kvlistValue"] = new JsonObject { ["values"] = Pairs(element.Body) } },
        ["attributes"] = Pairs(element.Attributes),
        ["traceId"] = element.Trace,
        ["spanId"] = element.Span,
    };

    private static JsonArray Pairs((string Key, object Value)[] pairs) =>
        new([.. pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = Value(pair.Value) })]);

    private static JsonObject Value(object value) => value switch
    {
        string text => new JsonObject { ["stringValue"] = text },
        bool flag => new JsonObject { ["boolValue"] = flag },
        int number => new JsonObject { ["intValue"] = $"{number}" },
        double number => new JsonObject { ["doubleValue"] = number },
        string[] list => new JsonObject { ["arrayValue"] = new JsonObject { ["values"] = new JsonArray([.. list.Select(Value)]) } },
        _ => throw new NotSupportedException(),
    };
}
