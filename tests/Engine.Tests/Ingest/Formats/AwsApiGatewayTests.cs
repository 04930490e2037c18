using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class AwsApiGatewayTests
{
    private static readonly AwsApiGateway s_format = new();

    private static string Rest(string status = "\"200\"", string path = ",\"path\":\"/prod/v1/orders/7\"", string more = ",\"resourcePath\":\"/v1/orders/{id}\"") =>
        $$"""
        {"requestId":"chosen-by-client","extendedRequestId":"QvWxYz=","ip":"203.0.113.7","caller":"-","user":"-","requestTime":"23/Nov/2026:20:28:01 +0100","requestTimeEpoch":"1795462081342",
        "httpMethod":"GET"{{path}},"status":{{status}},"protocol":"HTTP/1.1","responseLength":"512","responseLatency":"15","userAgent":"sdk/2","domainName":"API.shop.example"{{more}}}
        """;

    [Fact]
    public void A_REST_API_gives_every_field()
    {
        var call = s_format.Call(Rest());

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795462081342), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start, TimeSpan.FromMilliseconds(15)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal(("GET", "https", "api.shop.example", "/prod/v1/orders/7", "/v1/orders/{id}", "HTTP/1.1"), (call.Method, call.Scheme, call.Host, call.Path, call.Route, call.Protocol));
        Assert.Equal((200, 512L, IPAddress.Parse("203.0.113.7"), "sdk/2"), (call.Status, call.ResponseBytes, call.PeerAddress, call.UserAgent));
        Assert.Equal("QvWxYz=", call.VendorRequestId);
        Assert.Null(call.Authentication);
    }

    [Fact]
    public void The_order_of_the_two_times_does_not_matter()
    {
        var swapped = Rest().Replace("\"requestTime\":\"23/Nov/2026:20:28:01 +0100\",", "", StringComparison.Ordinal)
            .Replace(",\"httpMethod\"", ",\"requestTime\":\"23/Nov/2026:20:28:01 +0100\",\"httpMethod\"", StringComparison.Ordinal);
        Assert.Equal(342, s_format.Call(swapped).At.Millisecond);
    }

    // AWS's own example for HTTP APIs, without a path.
    [Fact]
    public void The_route_stands_for_a_path_that_is_not_logged()
    {
        var call = s_format.Call("""
            {"requestId":"r","ip":"203.0.113.7","requestTime":"23/Nov/2026:20:28:01 +0000","httpMethod":"GET","routeKey":"GET /orders/{id}","status":200,"protocol":"HTTP/1.1","responseLength":"-"}
            """);

        Assert.Equal(("/orders/{id}", "/orders/{id}", TimePrecision.Seconds, null), (call.Path, call.Route, call.AtPrecision, call.ResponseBytes));
    }

    [Fact]
    public void The_default_route_is_no_template() => Assert.Null(s_format.Call(Rest(more: ",\"routeKey\":\"$default\"")).Route);

    [Theory]
    [InlineData(",\"principalId\":\"alice\"", "alice", null)]
    [InlineData(",\"sub\":\"alice\",\"role\":\"admin\"", "alice", null)]
    [InlineData(",\"apiKeyId\":\"k1\"", null, "k1")]
    [InlineData(",\"clientCertSubject\":\"CN=erp\"", "CN=erp", null)]
    public void Whoever_the_gateway_names_is_verified(string more, string? subject, string? consumer)
    {
        var evidence = s_format.Call(Rest(more: more)).Authentication!;

        Assert.Equal((subject, consumer, true), (evidence.Subject, evidence.Consumer, evidence.VerifiedByGateway));
    }

    [Fact]
    public void The_template_of_the_example_is_read()
    {
        var values = new Dictionary<string, string>
        {
            ["identity.clientCert.subjectDN"] = "-",
            ["authorizer.claims.sub"] = "alice",
            ["authorizer.principalId"] = "-",
            ["identity.sourceIp"] = "203.0.113.7",
            ["identity.userAgent"] = "sdk/2",
            ["identity.apiKeyId"] = "-",
            ["identity.user"] = "-",
            ["extendedRequestId"] = "e=",
            ["requestTimeEpoch"] = "1795462081342",
            ["httpMethod"] = "GET",
            ["resourcePath"] = "/v1/orders/{id}",
            ["path"] = "/v1/orders/7",
            ["routeKey"] = "-",
            ["domainName"] = "a.example",
            ["protocol"] = "HTTP/1.1",
            ["status"] = "200",
            ["responseLength"] = "512",
            ["responseLatency"] = "15",
        };
        var call = s_format.Call(Example.Filled("deploy/examples/aws-api-gateway/access-log.json", "$context.", values));

        Assert.Equal(("alice", true, "/v1/orders/{id}", "/v1/orders/7"), (call.Authentication!.Subject, call.Authentication.VerifiedByGateway, call.Route, call.Path));
        Assert.Equal((200, 512L, 15, "e=", "sdk/2"), (call.Status, call.ResponseBytes, call.Duration!.Value.Milliseconds, call.VendorRequestId, call.UserAgent));
    }

    [Theory]
    [InlineData("{\"requestTime\":\"soon\"}", "time is not")]
    [InlineData("{\"requestTimeEpoch\":\"1\",\"httpMethod\":\"GET\"}", "path is missing")]
    [InlineData("{\"requestTimeEpoch\":\"1\",\"routeKey\":\"GET /\"}", "method is missing")]
    [InlineData("{\"httpMethod\":\"GET\",\"path\":\"/\"}", "time is missing")]
    public void What_is_missing_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void An_impossible_status_is_refused() => Assert.Contains("status", s_format.Refusal(Rest(status: "\"2000\"")), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Rest());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Rest());
}
