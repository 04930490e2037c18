using Engine.Ingest.Formats;
using Engine.Tests.Ingest.Formats;

namespace Engine.Tests.Ingest.Samples;

/// <summary>Text formats on lines that others wrote: every well-formed line is a call with the fields that the sample says, every other is refused.</summary>
public class TextSampleTests
{
    private const string Access = "http_access-log";

    private static readonly Dictionary<string, IRecordFormat[]> s_formats = new()
    {
        ["nginx_http-logs"] = [new Combined()],
        ["apache2-logs"] = [new Combined()],
        ["traefik_clf"] = [new TraefikClf()],
        ["haproxy-logs"] = [new HaproxyHttp()],
        ["haproxy-nextcloud-whitelist"] = [new HaproxyHttp()],
        ["aws-alb-logs"] = [new AwsAlb()],
        ["nginx_http-catch-npm"] =
        [
            Nginx("[$time_local] $host $remote_addr $request_time \"$request\" $status $body_bytes_sent $bytes_sent $http_referer $http_user_agent"),
            .. ProxyManager(),
        ],
        ["nginx-proxy-manager-logs"] = [new Combined(), .. ProxyManager()],
    };

    public static TheoryData<string> Tests => [.. s_formats.Keys];

    [SampleTheory]
    [MemberData(nameof(Tests))]
    public void Lines_of_a_parser_test_give_what_it_expects(string name)
    {
        var test = CrowdSecTest.Load(name);
        var calls = 0;
        foreach (var (line, expected) in test.Lines.Zip(test.Expected))
        {
            var parsed = s_formats[name].Select(format => format.All(line)).ToList();
            if (expected?.GetValueOrDefault("meta.log_type") != Access)
            {
                Assert.All(parsed, result => Assert.Empty(result.Calls));
                Assert.All(parsed, result => Assert.NotEmpty(Assert.Single(result.Refused).Reason));
                continue;
            }

            SampleFields.Check(expected, parsed.SelectMany(result => result.Calls).First());
            calls++;
        }

        Assert.InRange(calls, 1, test.Lines.Count);
    }

    [SampleFact]
    public void Text_lines_of_Envoy_in_Kubernetes_give_what_the_parser_test_expects()
    {
        var test = CrowdSecTest.Load("envoy-logs");
        var texts = test.Lines.Zip(test.Expected).Where(line => !line.First.Contains(" F {", StringComparison.Ordinal)).ToList();

        Assert.Equal(4, texts.Count);
        foreach (var (line, expected) in texts)
            SampleFields.Check(expected!, new EnvoyText().Call(line));
        foreach (var line in test.Lines.Except(texts.Select(text => text.First)))
            new EnvoyText().Refusal(line);
    }

    [SampleFact]
    public void Error_lines_of_a_mail_proxy_are_refused_and_its_access_lines_read()
    {
        var parsed = CrowdSecTest.Load("nginx-mail-logs").Lines.Select(line => new Combined().All(line)).ToList();

        Assert.Equal((2, 15), (parsed.Sum(line => line.Calls.Count), parsed.Sum(line => line.Refused.Count)));
    }

    [SampleTheory]
    [InlineData("nginx", "combined", true)]
    [InlineData("nginx", "main", true)]
    [InlineData("nginx", "ingress_upstreaminfo", true)]
    [InlineData("nginx", "error", false)]
    [InlineData("apache", "common", true)]
    [InlineData("apache", "combined", true)]
    [InlineData("apache", "error", false)]
    public void Examples_of_a_function_give_what_they_say(string server, string title, bool isCall)
    {
        var example = VrlExample.Load($"formats/vrl_parse_{server}_log.json.zst").Single(known => known.Format == title);
        IRecordFormat format = title == "ingress_upstreaminfo" ? Ingress() : new Combined();

        if (isCall)
            SampleFields.Check(Plain(example.Fields), format.Call(example.Line));
        else
            format.Refusal(example.Line);
    }

    [SampleFact]
    public void Common_lines_give_what_their_examples_say()
    {
        var examples = VrlExample.Load("formats/vrl_parse_common_log.json.zst");
        var own = new LogFormat(new LogFormat.Options { Name = "own", Apache = "%h %l %u [%{%Y-%m-%dT%H:%M:%SZ}t] \"%r\" %>s %b" });

        SampleFields.Check(Plain(examples[0].Fields), new Combined().Call(examples[0].Line));
        SampleFields.Check(Plain(examples[1].Fields), own.Call(examples[1].Line));
    }

    [SampleFact]
    public void Lines_of_the_application_load_balancer_give_what_their_examples_say()
    {
        foreach (var example in VrlExample.Load("formats/vrl_parse_aws_alb_log.json.zst"))
            SampleFields.Check(example.Fields.ToDictionary(field => field.Key == "timestamp" ? "time" : field.Key, field => field.Value), new AwsAlb().Call(example.Line));
    }

    // The examples write the time as RFC 3339, and the whole request line as the message.
    private static Dictionary<string, string> Plain(IReadOnlyDictionary<string, string> fields) =>
        fields.ToDictionary(field => field.Key == "timestamp" ? "time" : field.Key, field => field.Value);

    private static LogFormat Nginx(string format) => new(new LogFormat.Options { Name = "own", Nginx = format });

    private static LogFormat Ingress() => Nginx(
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\" $request_length $request_time "
        + "[$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id");

    private static IEnumerable<LogFormat> ProxyManager()
    {
        const string request = "$request_method $scheme $host \"$request_uri\" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio]";
        const string agent = " \"$http_user_agent\" \"$http_referer\"";
        return
        [
            Nginx($"[$time_local] $upstream_cache_status $upstream_status $status - {request} [Sent-to $server]{agent}"),
            Nginx($"[$time_local] $status - {request}{agent}"),
            Nginx($"[$time_local] $status - {request} [Sent-to $server]{agent}"),
            Nginx($"[$time_local] - $upstream_status $status - {request}{agent}"),
        ];
    }
}
