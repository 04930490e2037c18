using System.Text.Encodings.Web;
using System.Text.Json;

namespace Engine.Tests.Ingest.Envelopes;

/// <summary>Puts records into envelopes, in the ways that shippers do.</summary>
internal static class Wrapping
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON text; half of them escape everything that they may.</summary>
    public static string Json(string value, Random random) => JsonSerializer.Serialize(value, random.Next(2) == 0 ? null : s_relaxed);

    /// <param name="envelope">Name of one envelope.</param>
    /// <param name="record">The record.</param>
    /// <param name="random">Chooses among what shippers do.</param>
    public static string Wrap(string envelope, string record, Random random) => envelope switch
    {
        "docker" => $"{{\"log\":{Json(record + "\n", random)},\"stream\":\"stdout\",\"time\":\"2026-11-23T20:28:01Z\"}}",
        "cri" => $"2026-11-23T20:28:01.342168923Z stdout F {record}",
        "syslog" => (random.Next(3) switch
        {
            0 => "<190>1 2026-11-23T20:28:01Z edge nginx 7 - [a@1 b=\"]\\\"\"] ",
            1 => "<190>Nov 23 20:28:01 edge nginx: ",
            _ => "2026-11-23T20:28:01+01:00 edge nginx[7]: ",
        }) + record,
        _ => random.Next(3) switch
        {
            0 => $"{{\"@timestamp\":1,\"log\":{{\"offset\":0}},\"message\":{Json(record, random)}}}",
            1 => $"{{\"date\":1.5,\"log\":{Json(record + "\n", random)},\"kubernetes\":{{\"log\":\"x\"}}}}",
            _ => $"{{\"host\":{{\"name\":\"h\"}},\"event\":{{\"original\":{Json(record, random)}}}}}",
        },
    };

    /// <summary>In several, outermost first: <c>json/cri</c>.</summary>
    public static string WrapAll(string envelopes, string record, Random random) =>
        envelopes.Split('/').Reverse().Aggregate(record, (inner, envelope) => Wrap(envelope, inner, random));
}
