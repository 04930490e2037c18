using System.Text;
using Engine.App.Bench;
using Engine.App.Simulation.Formats;
using Engine.Ingest.Formats;
using Engine.Tests.App.Simulation;
using Engine.Tests.Ingest.Envelopes;

namespace Engine.Tests.Ingest.Formats;

/// <summary>Good records of every format, which <see cref="FormatFuzzTests"/> breaks.</summary>
internal static class FuzzSeeds
{
    private const string Time = "23/Nov/2026:20:28:01 +0100";

    /// <summary>Built-in formats, and one configured format of each kind.</summary>
    public static FormatCatalog Formats { get; } = FormatCatalog.Create(new FormatOptions
    {
        Mapped =
        [
            new MappedJson.Options
            {
                Name = "edge",
                Fields = Parsing.Map(
                    ("time", "ts"), ("method", "req.method"), ("uri", "req.uri"), ("status", "res.status"), ("address", "client"),
                    ("duration", "took"), ("request_headers", "req.headers")),
            },
        ],
        Haproxy = new HaproxyHttp.Options { CapturedRequestHeaders = ["Host", "User-Agent", "Cookie"], CapturedResponseHeaders = ["Location"] },
        LogFormats =
        [
            new LogFormat.Options
            {
                Name = "nginx-text",
                Nginx = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\" $request_time $upstream_addr $request_id",
            },
            new LogFormat.Options
            {
                Name = "nginx-escaped",
                Nginx = "log_format j escape=json '{\"t\":$msec,\"a\":\"$remote_addr\",\"u\":\"$scheme://$host$request_uri\",\"m\":\"$request_method\",\"s\":$status,\"c\":\"$http_cookie\",\"h\":\"$http_origin\"}';",
            },
            new LogFormat.Options { Name = "nginx-bare", Nginx = "escape=none '$msec|$remote_addr|$request|$status|$http_user_agent|$ssl_client_s_dn'" },
            new LogFormat.Options { Name = "apache-text", Apache = "%v:%p %a %l %u %t \"%r\" %>s %O %D \"%{Referer}i\" \"%{User-Agent}i\" \"%{Authorization}i\"" },
        ],
    });

    /// <summary>Formats in envelopes: each envelope, and one in another.</summary>
    public static IReadOnlyList<string> Enveloped { get; } = ["docker/combined", "cri/haproxy", "syslog/nginx-text", "json/kong", "json/combined", "json/cri/envoy"];

    // Records with all that a format may say; for the others the simulation's must do.
    private static readonly Dictionary<string, byte[][]> s_byFormat = new Dictionary<string, byte[][]>
    {
        ["combined"] = Texts($"203.0.113.7 - alice [{Time}] \"GET /v1/orders/7?x=1 HTTP/1.1\" 200 512 \"https://a.example/\" \"curl \\\"8\\\" \\x41\" \"10.0.0.1\""),
        ["haproxy"] = Texts(
            "Nov 23 20:28:01 edge haproxy[39]: 203.0.113.7:52310 [23/Nov/2026:20:28:01.250] https-in~ orders/one 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {a.example|curl #22|sid=1} {/} \"GET /v1/orders/7?x=#20 HTTP/1.1\"",
            "2001:db8::7:443 [23/Nov/2026:20:28:01.250] in in/<NOSRV> -1/-1/-1/-1/+0 403 +19 sid=a sid=b PR-- 1/1/1/1/0 0/0 \"<BADREQ>\" 0/0/0/0/0 a.example/TLSv1.3/AES"),
        ["aws-alb"] = Texts(
            "h2 2026-11-23T20:28:01.186641Z app/a/b 203.0.113.7:2817 10.0.0.1:80 0.086 0.048 -1 200 200 34 366 \"GET https://a.example:443/v1?x=1 HTTP/2.0\" \"curl \\x22\" A-B TLSv1.2 arn:aws:x:targetgroup/orders/7 \"Root=1-5\" \"a.example\" \"-\" 0 2026-11-23T20:28:00.364000Z \"forward\" \"-\""),
        ["traefik-clf"] = Texts($"203.0.113.7 - alice [{Time}] \"GET /v1/orders/7?x=1 HTTP/2.0\" 200 512 \"https://a.example/\" \"curl \"8\"\" 500 \"a@docker -> b@docker\" \"http://10.0.0.1:80\" 42ms"),
        ["envoy-text"] = Texts(
            "[2026-11-23T20:28:01.250Z] \"POST /v1/orders/7?x=1 HTTP/2\" 204 - 154 12 226 100 \"198.51.100.9, 203.0.113.7\" \"curl \"8\"\" \"id\" \"a.example:443\" \"10.0.2.1:80\"",
            "2026-11-23T20:28:01.3Z stdout F [2026-11-23T20:28:01.250Z] \"GET / HTTP/1.1\" 200 - via_upstream - \"-\" 0 12 226 100 \"-\" \"curl\" \"id\" \"a.example\" \"10.0.2.1:80\" outbound|80||b.svc 10.0.0.1:1 10.0.0.2:2 203.0.113.7:3 - default"),
        ["nginx-text"] = Texts($"203.0.113.7 - alice [{Time}] \"GET /v1/orders/7?x=1 HTTP/2.0\" 200 512 \"-\" \"curl \\x22\" 0.125 10.0.0.1:80, 10.0.0.2:80 : unix:/a r1"),
        ["nginx-escaped"] = Texts("{\"t\":1795465681.342,\"a\":\"203.0.113.7\",\"u\":\"https://a.example/v1\\u0020?x=\\\"\",\"m\":\"GET\",\"s\":200,\"c\":\"sid=1; b=2\",\"h\":\"\"}"),
        ["nginx-bare"] = Texts("1795465681.342|203.0.113.7|GET /v1/orders/7?x=1 HTTP/1.1|200|curl|CN=a"),
        ["apache-text"] = Texts($"a.example:443 203.0.113.7 - \"\" [{Time}] \"GET /v1/orders/7?x=1 HTTP/1.1\" 200 512 1250 \"https://a.example/\" \"curl \\\"8\\\"\" \"Basic YTpi\""),
        ["edge"] = Texts(
            "{\"ts\":\"2026-11-23T20:28:01.5+01:00\",\"client\":\"[2001:db8::1]:443\",\"req\":{\"method\":\"PUT\",\"uri\":\"/a?b=\\\"c\\\"\",\"headers\":{\"x\":{\"y\":[1]}}},\"res\":{\"status\":\"404\"},\"took\":1.25e2}"),
    };

    /// <summary>At least one good record.</summary>
    public static byte[][] Of(string format)
    {
        var envelopes = format.LastIndexOf('/');
        if (envelopes < 0)
            return Bare(format);
        var random = new Random(3);
        return Texts([.. Bare(format[(envelopes + 1)..]).Select(record => Wrapping.WrapAll(format[..envelopes], Encoding.UTF8.GetString(record), random))]);
    }

    private static byte[][] Bare(string format) =>
        JsonFuzzSeeds.ByFormat.TryGetValue(format, out var records) || s_byFormat.TryGetValue(format, out records) ? records : Simulated(format);

    private static byte[][] Simulated(string format)
    {
        var writer = WriterCatalog.All.First(known => known.ReadAs == format);
        var traffic = Runs.Of(Runs.Small with { Users = 20, Hours = 1 }, writer.Name).Traffic;
        return [.. LogLines.Cut(traffic, Formats[format].Info.IsBinary, most: 8).Select(record => record.Bytes.ToArray())];
    }

    private static byte[][] Texts(params string[] records) => [.. records.Select(Encoding.UTF8.GetBytes)];
}
