using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class LogFormatTests
{
    private const string Time = "23/Nov/2026:20:28:01 +0100";

    private static LogFormat Nginx(string format, params (string Field, string Variable)[] fields) =>
        new(new LogFormat.Options { Name = "edge", Nginx = format, Fields = Parsing.Map(fields) });

    private static LogFormat Apache(string format, params (string Field, string Variable)[] fields) =>
        new(new LogFormat.Options { Name = "edge", Apache = format, Fields = Parsing.Map(fields), UserIsVerified = true });

    private static string Problem(LogFormat.Options options) => string.Join("; ", options.Problems());

    private static string NginxProblem(string format) => Problem(new LogFormat.Options { Name = "edge", Nginx = format });

    [Fact]
    public void The_directive_of_nginx_is_taken_as_it_stands_there()
    {
        var format = Nginx("""
            log_format main escape=default '$remote_addr - $remote_user [$time_local] "$request" '
                                           "$status $body_bytes_sent \"$http_referer\" "
                                           '"$http_user_agent" "$http_x_forwarded_for"';
            """);

        var call = format.Call($"203.0.113.7 - alice [{Time}] \"GET /v1/orders/7?x=1 HTTP/2.0\" 200 512 \"-\" \"say \\x22hi\\x22\" \"198.51.100.9\"");

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 19, 28, 1, TimeSpan.Zero), call.At);
        Assert.Equal((IPAddress.Parse("203.0.113.7"), "198.51.100.9"), (call.PeerAddress, call.ForwardedFor));
        Assert.Equal(("GET", "/v1/orders/7", "x=1", "HTTP/2"), (call.Method, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 512L, null, "say \"hi\""), (call.Status, call.ResponseBytes, call.Referer, call.UserAgent));
        Assert.Equal((AuthenticationScheme.Basic, "alice", null), (call.Authentication!.Scheme, call.Authentication.Subject, call.Authentication.VerifiedByGateway));
        Assert.Equal(("edge", "staging", CallMoment.End), (call.SourceFormat, call.Environment, call.AtMarks));
    }

    [Fact]
    public void Every_variable_that_tells_of_a_call_is_read()
    {
        var format = Nginx(
            "$msec|$remote_addr|$remote_port|\"$request_method\" \"$request_uri\" $server_protocol|$scheme|\"$host\"|$status|$bytes_sent|$request_length|$request_time|"
            + "\"$http_user_agent\"|\"$http_referer\"|\"$http_authorization\"|\"$http_origin\"|\"$cookie_sid\"|\"$sent_http_location\"|\"$request_id\"|\"$http_traceparent\"|"
            + "$proxy_host|\"$http_ssl_ja4\"|\"$request_body\"");

        var call = format.Call(
            "1795465681.342|2001:db8::7|52310|\"PUT\" \"/v1/orders/7?x=1\" HTTP/1.1|https|\"API.shop.example\"|201|700|340|0.125|"
            + "\"curl\"|\"https://shop.example/\"|\"Bearer abc\"|\"https://shop.example\"|\"s1\"|\"/v1/orders/7\"|\"r1\"|\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"|"
            + "orders|\"t13d\"|\"{\\x22a\\x22:1}\"");

        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1795465681342), TimePrecision.Milliseconds), (call.At, call.AtPrecision));
        Assert.Equal((IPAddress.Parse("2001:db8::7"), 52310), (call.PeerAddress, call.PeerPort));
        Assert.Equal(("PUT", "/v1/orders/7", "x=1", "HTTP/1.1", "https", "api.shop.example"), (call.Method, call.Path, call.Query, call.Protocol, call.Scheme, call.Host));
        Assert.Equal((201, 700L, 340L, TimeSpan.FromMilliseconds(125)), (call.Status, call.ResponseBytes, call.RequestBytes, call.Duration));
        Assert.Equal(("curl", "https://shop.example/", "t13d", "{\"a\":1}"), (call.UserAgent, call.Referer, call.TlsFingerprint, call.RequestBody));
        Assert.Equal((AuthenticationScheme.Bearer, "abc", "s1"), (call.Authentication!.Scheme, call.Authentication.Credential, call.Authentication.Session));
        Assert.Equal([new HeaderField("origin", "https://shop.example")], call.RequestHeaders!);
        Assert.Equal([new HeaderField("location", "/v1/orders/7")], call.ResponseHeaders!);
        Assert.Equal(("r1", "orders"), (call.VendorRequestId, call.Hop!.Callee));
        Assert.Equal(new TraceContext("0af7651916cd43dd8448eb211c80319c", null, "b7ad6b7169203331"), call.Trace);
    }

    [Fact]
    public void A_format_that_writes_JSON_is_a_format_like_any_other()
    {
        var format = Nginx("""
            log_format json escape=json '{"time":"$time_iso8601","addr":"$remote_addr","request":"$request","status":$status,'
                '"ua":"$http_user_agent","user":"$remote_user","took":$request_time}';
            """);

        var call = format.Call("""{"time":"2026-11-23T20:28:01+01:00","addr":"203.0.113.7","request":"GET /a\"b\u0001 HTTP/1.1","status":404,"ua":"x\\","user":"","took":0.004}""");

        Assert.Equal(("/a\"b\u0001", 404, "x\\", TimeSpan.FromMilliseconds(4)), (call.Path, call.Status, call.UserAgent, call.Duration));
        Assert.Null(call.Authentication);
    }

    [Fact]
    public void Lists_of_several_upstreams_are_passed_over_whole()
    {
        var format = Nginx(
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\" $request_length $request_time "
            + "[$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id");
        var line = $"203.0.113.7 - - [{Time}] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\" 462 0.050 [orders-8080] [] ";

        var one = format.Call(line + "10.0.0.1:80 19437 0.049 200 7521");
        var several = format.Call(line + "10.0.0.1:80, 10.0.0.2:80 : unix:/run/a 0, 19437 : 1 0.000, 0.049 : - 502, 200 : 200 7521");
        var none = format.Call(line + "- - - - 7521");

        Assert.All([one, several, none], call => Assert.Equal(("7521", "orders-8080", 462L), (call.VendorRequestId, call.Hop!.Callee, call.RequestBytes)));
    }

    [Fact]
    public void A_user_name_cannot_move_the_time_or_the_request()
    {
        var call = Nginx("$remote_addr - $remote_user [$time_local] \"$request\" $status")
            .Call($"203.0.113.7 - x [01/Jan/2020:00:00:00 +0000] y [{Time}] \"GET / HTTP/1.1\" 200");

        Assert.Equal((2026, "x [01/Jan/2020:00:00:00 +0000] y"), (call.At.Year, call.Authentication!.Subject));
    }

    [Fact]
    public void Texts_without_quotes_reach_to_what_can_be_told_from_the_right()
    {
        var call = Nginx("[$time_local] $host $remote_addr \"$request\" $http_user_agent $status $bytes_sent")
            .Call($"[{Time}] _ 203.0.113.7 \"GET / HTTP/1.1\" Mozilla/5.0 (X11; 1 2) 200 77");

        Assert.Equal(("Mozilla/5.0 (X11; 1 2)", 200, 77L, null), (call.UserAgent, call.Status, call.ResponseBytes, call.Host));
    }

    [Fact]
    public void Two_texts_at_the_end_share_the_rest()
    {
        var call = Nginx("[$time_local] $remote_addr \"$request\" $status $http_referer $http_user_agent")
            .Call($"[{Time}] 203.0.113.7 \"GET / HTTP/1.1\" 200 - Mozilla/5.0 (X11)");

        Assert.Equal((null, "Mozilla/5.0 (X11)"), (call.Referer, call.UserAgent));
    }

    [Theory]
    [InlineData("$scheme://$host$request_uri", "https://api.shop.example/a/b?x=1")]
    [InlineData("$scheme://$host$uri$is_args$args", "https://api.shop.example/a/b?x=1")]
    [InlineData("$scheme://$host:$server_port$request_uri", "https://api.shop.example:443/a/b?x=1")]
    [InlineData("$scheme $http_host $uri?$args", "https api.shop.example /a/b?x=1")]
    public void A_URL_may_be_put_together(string format, string line)
    {
        var call = Nginx($"$msec $request_method \"{format}\"").Call($"1795465681.342 GET \"{line}\"");

        Assert.Equal(("https", "api.shop.example", "/a/b", "x=1"), (call.Scheme, call.Host, call.Path, call.Query));
    }

    [Fact]
    public void Own_variables_fill_the_fields_that_the_operator_names()
    {
        var format = Nginx(
            "$msec $remote_addr \"$request\" $status \"$jwt_sub\" \"$engine_blocked\" \"$route_template\"",
            ("user", "$jwt_sub"), ("blocked_by", "$engine_blocked"), ("route", "$route_template"));

        var call = format.Call("1.5 203.0.113.7 \"GET /a/7 HTTP/1.1\" 403 \"alice\" \"edge\" \"/a/{id}\"");

        Assert.Equal(("alice", "edge", "/a/{id}"), (call.Authentication!.Subject, call.BlockedBy, call.Route));
        Assert.Null(format.Call("1.5 203.0.113.7 \"GET /a/7 HTTP/1.1\" 403 \"\" \"-\" \"\"").BlockedBy);
    }

    [Fact]
    public void A_client_certificate_is_who_calls_where_the_server_checked_it()
    {
        var format = Nginx("$msec \"$request\" $status \"$ssl_client_s_dn\" \"$ssl_client_verify\"");

        var good = format.Call("1.5 \"GET / HTTP/1.1\" 200 \"CN=billing,O=Shop\" \"SUCCESS\"").Authentication!;
        var bad = format.Call("1.5 \"GET / HTTP/1.1\" 200 \"CN=billing,O=Shop\" \"FAILED:unable to verify\"").Authentication!;

        Assert.Equal((AuthenticationScheme.ClientCertificate, "CN=billing,O=Shop", true), (good.Scheme, good.Subject, good.VerifiedByGateway));
        Assert.Equal((AuthenticationScheme.ClientCertificate, false), (bad.Scheme, bad.VerifiedByGateway));
        Assert.Null(format.Call("1.5 \"GET / HTTP/1.1\" 200 \"-\" \"NONE\"").Authentication);
    }

    [Fact]
    public void A_request_that_is_no_HTTP_is_a_call_without_method()
    {
        var line = Nginx("$msec \"$request\" $status").Call("1.5 \"\\x16\\x03\\x01\" 400");
        var parts = Nginx("$msec \"$request_method\" \"$request_uri\" $status").Call("1.5 \"-\" \"-\" 400");

        Assert.Equal(("-", "\u0016\u0003\u0001"), (line.Method, line.Path));
        Assert.Equal(("-", "-", 400), (parts.Method, parts.Path, parts.Status));
    }

    [Theory]
    [InlineData("000")]
    [InlineData("009")]
    [InlineData("-")]
    public void A_status_that_was_never_sent_is_absent(string status) =>
        Assert.Null(Nginx("$msec \"$request\" $status").Call($"1.5 \"GET / HTTP/1.1\" {status}").Status);

    [Fact]
    public void The_address_that_the_proxy_in_front_told_is_what_it_forwarded()
    {
        var call = Nginx("$msec $remote_addr $proxy_protocol_addr \"$http_x_forwarded_for\" \"$request\"")
            .Call("1.5 10.0.0.5 203.0.113.7 \"1.2.3.4\" \"GET / HTTP/1.1\"");

        Assert.Equal((IPAddress.Parse("10.0.0.5"), "203.0.113.7"), (call.PeerAddress, call.ForwardedFor));
    }

    [Fact]
    public void The_best_of_several_is_read()
    {
        var format = Nginx("$time_local|$time_iso8601|$msec|$realip_remote_addr|$remote_addr|$bytes_sent|$body_bytes_sent|\"$request\"|\"$uri\"");

        var call = format.Call($"{Time}|2026-11-23T20:28:01+01:00|1.500|10.0.0.1|203.0.113.7|900|512|\"GET /raw%20path HTTP/1.1\"|\"/raw path\"");

        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1500), IPAddress.Parse("203.0.113.7"), 512L, "/raw%20path"), (call.At, call.PeerAddress, call.ResponseBytes, call.Path));
        Assert.Equal("response body", format.Info.ByteCounts);
    }

    [Theory]
    [InlineData("common", "%h %l %u %t \"%r\" %>s %b", "203.0.113.7 - alice [23/Nov/2026:20:28:01 +0100] \"GET /a?x=1 HTTP/1.1\" 200 512")]
    [InlineData("directive", "LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b\" common", "203.0.113.7 - alice [23/Nov/2026:20:28:01 +0100] \"GET /a?x=1 HTTP/1.1\" 200 512")]
    [InlineData("custom", "CustomLog logs/access.log '%a %u %{sec}t.%{msec_frac}t %m \"%U%q\" %H %<s %B'", "203.0.113.7 alice 1795462081.000 GET \"/a?x=1\" HTTP/1.1 200 512")]
    [InlineData("ISO", "%a|%u|%{%Y-%m-%dT%H:%M:%S}t.%{usec_frac}t%{%z}t|%r|%s|%b", "203.0.113.7|alice|2026-11-23T20:28:01.000000+0100|GET /a?x=1 HTTP/1.1|200|512")]
    [InlineData("own form", "[%{begin:%d/%b/%Y:%T %z}t] %h \"%u\" \"%m\" \"%U\" \"%q\" \"%H\" %200,304s %B", "[23/Nov/2026:20:28:01 +0100] 203.0.113.7 \"alice\" \"GET\" \"/a\" \"?x=1\" \"HTTP/1.1\" 200 512")]
    public void Formats_of_Apache_give_the_same_call(string title, string format, string line)
    {
        var call = Apache(format).Call(line);

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 19, 28, 1, TimeSpan.Zero), call.At);
        Assert.Equal((IPAddress.Parse("203.0.113.7"), "alice", true), (call.PeerAddress, call.Authentication!.Subject, call.Authentication.VerifiedByGateway));
        Assert.Equal(("GET", "/a", "x=1", "HTTP/1.1", 200, 512L), (call.Method, call.Path, call.Query, call.Protocol, call.Status, call.ResponseBytes));
        Assert.Equal(CallMoment.Start, call.AtMarks);
        Assert.NotEmpty(title);
    }

    [Fact]
    public void Every_directive_that_tells_of_a_call_is_read()
    {
        var format = Apache(
            "%v:%p %a:%{remote}p %{usec}t \"%r\" %>s %I %O %D \"%{Host}i\" \"%{User-Agent}i\" \"%{Referer}i\" \"%{X-Forwarded-For}i\" \"%{Origin}i\" \"%{Location}o\" "
            + "\"%{JSESSIONID}C\" %{UNIQUE_ID}e %{SSL_PROTOCOL}x \"%{AUTH_ROLE}n\" %X %%",
            ("route", "%{AUTH_ROLE}n"));

        var call = format.Call(
            "www.shop.example:443 2001:db8::7:52310 1795465681342000 \"GET /a HTTP/1.1\" 404 340 700 1250 \"api.shop.example\" \"say \\\"hi\\\"\" \"-\" \"198.51.100.9\" "
            + "\"https://a.example\" \"-\" \"s1\" Y2 TLSv1.3 \"/a\" + %");

        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1795465681342), TimeSpan.FromMicroseconds(1250)), (call.At, call.Duration));
        Assert.Equal((IPAddress.Parse("2001:db8::7"), 52310, "198.51.100.9"), (call.PeerAddress, call.PeerPort, call.ForwardedFor));
        Assert.Equal(("api.shop.example", "say \"hi\"", null), (call.Host, call.UserAgent, call.Referer));
        Assert.Equal((404, 340L, 700L, "Y2", "/a"), (call.Status, call.RequestBytes, call.ResponseBytes, call.VendorRequestId, call.Route));
        Assert.Equal("s1", call.Authentication!.Session);
        Assert.Equal([new HeaderField("origin", "https://a.example")], call.RequestHeaders!);
    }

    [Fact]
    public void Quotes_that_Apache_escaped_end_nothing()
    {
        var call = Apache("%h %t \"%r\" %>s \"%{User-Agent}i\"").Call($"203.0.113.7 [{Time}] \"GET /a\\\" 200 \\\"b HTTP/1.1\" 404 \"x\\\\\"");

        Assert.Equal(("/a\" 200 \"b", 404, "x\\"), (call.Path, call.Status, call.UserAgent));
    }

    [Fact]
    public void An_empty_user_as_Apache_writes_it_is_absent() =>
        Assert.Null(Apache("%h %l %u %t \"%r\" %>s").Call($"203.0.113.7 - \"\" [{Time}] \"GET / HTTP/1.1\" 401").Authentication);

    [Fact]
    public void The_end_of_a_call_is_its_time_where_Apache_is_told_so() =>
        Assert.Equal(CallMoment.End, Apache("%h %{end:usec}t \"%r\"").Info.AtMarks);

    [Theory]
    [InlineData("$msec \"$request\" $remote_addr$status", "$remote_addr and $status stand without anything between them, at character 30")]
    [InlineData("$remote_addr \"$request\" $status", "no time")]
    [InlineData("$msec $status", "no request")]
    [InlineData("$msec $request_method $status", "no request")]
    [InlineData("$msec \"$request\" $", "'$' at character 18")]
    [InlineData("$msec \"$request\" ${status", "'$' at character 18")]
    [InlineData("$msec \"$request\" $http_user_agent $status $http_referer", "$status stands between $http_user_agent and $http_referer")]
    [InlineData("log_format main escape=xml '$msec \"$request\"';", "'escape=xml' is unknown")]
    [InlineData("log_format main '$msec \"$request\";", "a quote of the directive does not end")]
    [InlineData("log_format main;", "no string behind its name")]
    public void A_format_that_cannot_be_read_is_a_problem_that_says_where(string format, string named) =>
        Assert.Contains(named, NginxProblem(format), StringComparison.Ordinal);

    [Theory]
    [InlineData("%h %{%H:%M}t \"%r\" %>s", "%{%H:%M}t is no time that can be read")]
    [InlineData("%h %t \"%r\" %>s%b", "%>s and %b stand without anything between them")]
    [InlineData("LogFormat \"%h", "no string, or a quote of it does not end")]
    [InlineData("CustomLog logs/access.log", "no string")]
    public void A_format_of_Apache_that_cannot_be_read_is_a_problem(string format, string named) =>
        Assert.Contains(named, Problem(new LogFormat.Options { Name = "edge", Apache = format }), StringComparison.Ordinal);

    [Fact]
    public void Problems_of_the_options_come_together()
    {
        Assert.Contains("either nginx or apache", Problem(new LogFormat.Options { Name = "edge" }), StringComparison.Ordinal);
        Assert.Contains("the name must be", Problem(new LogFormat.Options { Name = "E", Nginx = "$msec", Apache = "%t" }), StringComparison.Ordinal);
        var wrong = Problem(new LogFormat.Options
        {
            Name = "edge",
            Nginx = "$msec \"$request\" \"$jwt_sub\"",
            Fields = Parsing.Map(("usr", "$jwt_sub"), ("route", "$missing"), ("request_headers", "$jwt_sub")),
        });
        Assert.Contains("field 'usr' is unknown; did you mean 'user'?", wrong, StringComparison.Ordinal);
        Assert.Contains("field 'route': the format has no variable $missing", wrong, StringComparison.Ordinal);
        Assert.Contains("field 'request_headers' holds many values", wrong, StringComparison.Ordinal);
        Assert.Throws<UserError>(() => Nginx("$status"));
    }

    [Theory]
    [InlineData("", "does not begin")]
    [InlineData("x", "does not begin")]
    [InlineData("<1.5> \"GET / HTTP/1.1", "does not follow $request")]
    [InlineData("<1.5> \"GET / HTTP/1.1\" 200", "does not follow $status")]
    [InlineData("<1.5> \"GET / HTTP/1.1\" 200; more", "goes on behind $status")]
    [InlineData("<1.5> \"GET / HTTP/1.1\" abc;", "status")]
    [InlineData("<then> \"GET / HTTP/1.1\" 200;", "time")]
    public void Lines_of_another_form_are_refused_with_what_they_lack(string line, string named) =>
        Assert.Contains(named, Nginx("<$msec> \"$request\" $status;").Refusal(line), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused()
    {
        var format = Nginx("$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"");
        var line = $"203.0.113.7 - - [{Time}] \"GET / HTTP/1.1\" 200 512 \"-\" \"curl\"";
        for (var length = 0; length < line.Length; length++)
            format.Refusal(line[..length]);
        format.Call(line);
    }

    [Fact]
    public void A_line_over_the_limit_is_refused_with_its_length()
    {
        var format = new LogFormat(new LogFormat.Options { Name = "edge", Nginx = "$msec \"$request\"" }, mostRecordBytes: 1000);

        Assert.Contains("more than 1000", format.Refusal($"1.5 \"GET /{new string('a', 2000)} HTTP/1.1\""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$msec \"$request\" \"$http_x_api_key\"")]
    [InlineData("$msec \"$request\" \"$cookie_sid\"")]
    [InlineData("$msec \"$request\" \"$http_authorization\"")]
    public void A_refused_line_that_holds_a_credential_is_not_shown(string format)
    {
        var letter = Assert.Single(Nginx(format).All("1.5 \"GET / HTTP/1.1\" k3y").Refused);

        Assert.Equal(("", 24L), (letter.Sample, letter.Length));
    }

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        var format = Nginx("\"$request\" $status [$time_local] \"$http_user_agent\"");
        var line = $"\"GET / HTTP/1.1\" 200 [{Time}] \"curl\"";

        Assert.True(format.TryReadTime(Encoding.UTF8.GetBytes(line), out var at));
        Assert.Equal(format.Call(line).At, at);
        Assert.False(format.TryReadTime("nothing"u8, out _));
    }

    [Fact]
    public void What_the_format_lacks_is_what_it_does_not_write()
    {
        var info = Nginx("$msec $remote_addr \"$request\" $status $request_length \"$http_user_agent\"").Info;

        Assert.DoesNotContain("user_agent", info.Lacks);
        Assert.Contains("host", info.Lacks);
        Assert.Contains("response_bytes", info.Lacks);
        Assert.Equal("whole request, with headers", info.ByteCounts);
    }
}
