using System.Net;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Otlp;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats.Otlp;

/// <summary>What spans and log records mean, the same in both encodings.</summary>
public class OtlpTests
{
    public static TheoryData<string> Encodings => [OtlpJson.Name, OtlpProtobuf.Name];

    private static ParsedRecords Read(string encoding, OtlpElement[] elements, bool isLogs = false, OtlpOptions? options = null, (string, object)[]? resource = null) =>
        encoding == OtlpJson.Name
            ? new OtlpJson(options).All(OtlpJsonText.Of(elements, isLogs, resource))
            : new OtlpProtobuf(options).All(OtlpProtobufBytes.Of(elements, isLogs, resource));

    private static ApiEvent Call(string encoding, OtlpElement element, bool isLog = false, OtlpOptions? options = null)
    {
        var parsed = Read(encoding, [element], isLog, options);
        Assert.Empty(parsed.Refused);
        return Assert.Single(parsed.Calls);
    }

    private static readonly (string, object)[] s_server =
    [
        ("http.request.method", "GET"), ("url.path", "/v1/orders/7"), ("url.query", "x=1"), ("url.scheme", "https"), ("http.route", "/v1/orders/{id}"),
        ("http.response.status_code", 200), ("server.address", "API.shop.example"), ("client.address", "198.51.100.9"), ("network.peer.address", "10.0.0.3"),
        ("network.peer.port", 4711), ("network.protocol.version", "2"), ("user_agent.original", "sdk/2"), ("http.request.body.size", 17), ("http.response.body.size", 512),
        ("http.request.header.accept", new[] { "a", "b" }), ("http.response.header.content-type", new[] { "application/json" }), ("tls.client.ja3", "e7d7"),
        ("http.request.body.content", "{\"a\":1}"), ("http.response.body.content", "ok"), ("enduser.id", "alice"), ("enduser.role", "admin"), ("session.id", "s1"),
    ];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_server_span_is_an_inbound_call_with_every_field(string encoding)
    {
        var call = Call(encoding, new OtlpElement(s_server));

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_795_465_681_342), call.At);
        Assert.Equal((TimePrecision.Microseconds, CallMoment.Start, TimeSpan.FromMilliseconds(15)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal((Direction.Inbound, "staging-eu", "1.4.2", encoding), (call.Direction, call.Environment, call.ServiceVersion, call.SourceFormat));
        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "x=1"), (call.Method, call.Scheme, call.Host, call.Path, call.Query));
        Assert.Equal(("HTTP/2", "sdk/2", "/v1/orders/{id}", 200, 17L, 512L), (call.Protocol, call.UserAgent, call.Route, call.Status, call.RequestBytes, call.ResponseBytes));
        Assert.Equal((IPAddress.Parse("10.0.0.3"), 4711, "198.51.100.9", "e7d7"), (call.PeerAddress, call.PeerPort, call.ForwardedFor, call.TlsFingerprint));
        Assert.Equal([new HeaderField("accept", "a"), new HeaderField("accept", "b")], call.RequestHeaders);
        Assert.Equal(new HeaderField("content-type", "application/json"), Assert.Single(call.ResponseHeaders!));
        Assert.Equal(("{\"a\":1}", "ok"), (call.RequestBody, call.ResponseBody));
        Assert.Equal(("alice", "s1", null), (call.Authentication!.Subject, call.Authentication.Session, call.Authentication.VerifiedByGateway));
        Assert.Equal(new HeaderField("role", "admin"), Assert.Single(call.Authentication.Claims!));
        Assert.Equal(new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "00f067aa0ba902b7"), call.Trace);
        Assert.Equal(new ServiceHop(null, "orders", null), call.Hop);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_old_names_say_the_same(string encoding)
    {
        var call = Call(encoding, new OtlpElement(
            ("http.method", "get"), ("http.target", "/v1/orders/7?x=1"), ("http.scheme", "https"), ("http.host", "API.shop.example:443"), ("http.status_code", 404),
            ("http.flavor", "1.1"), ("http.user_agent", "sdk/2"), ("net.sock.peer.addr", "10.0.0.3"), ("http.client_ip", "198.51.100.9"),
            ("http.request_content_length", 17), ("http.response_content_length", 512), ("http.request.header.x_forwarded_for", new[] { "198.51.100.9, 10.1.1.1" }),
            ("http.request.body", "{}"), ("http.response.body", "{}")));

        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "x=1", "HTTP/1.1"), (call.Method, call.Scheme, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((404, "sdk/2", 17L, 512L), (call.Status, call.UserAgent, call.RequestBytes, call.ResponseBytes));
        Assert.Equal((IPAddress.Parse("10.0.0.3"), "198.51.100.9, 10.1.1.1", "{}", "{}"), (call.PeerAddress, call.ForwardedFor, call.RequestBody, call.ResponseBody));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_client_address_alone_is_all_that_there_is(string encoding)
    {
        var call = Call(encoding, new OtlpElement(("http.method", "GET"), ("http.url", "http://a.example/b?c=d"), ("client.address", "198.51.100.9")));

        Assert.Equal((IPAddress.Parse("198.51.100.9"), null, "a.example", "/b", "c=d"), (call.PeerAddress, call.ForwardedFor, call.Host, call.Path, call.Query));
    }

    [Theory]
    [InlineData(OtlpJson.Name, "https://api.pay.example/v1/charges?k=1", "", Direction.Outbound, "api.pay.example")]
    [InlineData(OtlpProtobuf.Name, "https://api.pay.example/v1/charges?k=1", "", Direction.Outbound, "api.pay.example")]
    [InlineData(OtlpJson.Name, "http://stock:8080/v1/charges?k=1", "", Direction.Internal, "stock")]
    [InlineData(OtlpProtobuf.Name, "http://stock.shop.svc.cluster.local/v1/charges?k=1", "stock", Direction.Internal, "stock")]
    [InlineData(OtlpJson.Name, "http://10.1.2.3/v1/charges?k=1", "", Direction.Internal, "10.1.2.3")]
    [InlineData(OtlpProtobuf.Name, "http://169.254.169.254/v1/charges?k=1", "", Direction.Outbound, "169.254.169.254")]
    public void A_client_span_is_an_edge(string encoding, string url, string peer, Direction direction, string callee)
    {
        var call = Call(encoding, OtlpElement.Client(
            ("http.request.method", "POST"), ("url.full", url), ("url.template", "/v1/charges"), ("http.response.status_code", 201), ("peer.service", peer),
            ("network.peer.address", "192.0.2.1"), ("http.request.header.authorization", new[] { "Bearer ours" })));

        Assert.Equal((direction, new ServiceHop("orders", callee, null)), (call.Direction, call.Hop));
        Assert.Equal(("POST", "/v1/charges", "k=1", "/v1/charges", 201), (call.Method, call.Path, call.Query, call.Route, call.Status));
        Assert.Null(call.PeerAddress);
        Assert.Null(call.Authentication);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_database_span_is_an_access(string encoding)
    {
        var now = Call(encoding, OtlpElement.Client(
            ("db.system.name", "postgresql"), ("db.namespace", "shop"), ("db.operation.name", "select"), ("db.collection.name", "orders"),
            ("db.query.text", "select * from orders where id = 7"), ("server.address", "db1")));
        var old = Call(encoding, new OtlpElement(("db.system", "redis"), ("db.statement", "GET secret")) { Kind = 1 });

        Assert.Equal((Direction.Internal, new ServiceHop("orders", null, "postgresql/shop")), (now.Direction, now.Hop));
        Assert.Equal(("SELECT", "/postgresql/shop/orders", "db1", null), (now.Method, now.Path, now.Host, now.Status));
        Assert.Equal((new ServiceHop("orders", null, "redis"), "-", "/redis"), (old.Hop, old.Method, old.Path));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void GRPC_gives_operation_and_status(string encoding)
    {
        var old = Call(encoding, new OtlpElement(("rpc.system", "grpc"), ("rpc.service", "shop.Orders"), ("rpc.method", "Get"), ("rpc.grpc.status_code", 7), ("client.address", "192.0.2.9")));
        var now = Call(encoding, new OtlpElement(("rpc.system.name", "grpc"), ("rpc.method", "shop.Orders/Get"), ("rpc.response.status_code", "NOT_FOUND"), ("rpc.request.metadata.user-agent", new[] { "grpc-go" })));

        Assert.Equal(("POST", "/shop.Orders/Get", "/shop.Orders/Get", "HTTP/2", 403), (old.Method, old.Path, old.Route, old.Protocol, old.Status));
        Assert.Equal(("POST", "/shop.Orders/Get", 404, "grpc-go"), (now.Method, now.Path, now.Status, now.UserAgent));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_GraphQL_operation_is_an_endpoint_unless_its_name_is_no_name(string encoding)
    {
        OtlpElement Span(string name) => new(
            ("http.request.method", "POST"), ("url.path", "/graphql"), ("graphql.operation.type", "query"), ("graphql.operation.name", name));

        Assert.Equal("/graphql query GetOrder", Call(encoding, Span("GetOrder")).Route);
        Assert.Null(Call(encoding, Span("Get Order {x}")).Route);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void What_is_no_call_is_skipped_and_counted(string encoding)
    {
        var parsed = Read(encoding,
        [
            new(("code.function", "f")) { Kind = 1 }, new(("messaging.system", "kafka")) { Kind = 4 }, new() { Kind = 2 }, new(s_server), new(("http.request.method", "GET"), ("url.path", "/")) { Kind = 5 },
        ]);

        Assert.Equal((1, 0, 4L), (parsed.Calls.Count, parsed.Refused.Count, parsed.Skipped));
        Assert.Equal(3, parsed.Calls[0].Position.Index);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_log_record_of_a_call_is_one_stamped_at_its_end(string encoding)
    {
        var parsed = Read(
            encoding, [new(s_server), new(("log.file.name", "x")), new() { From = 0, Body = s_server }, new(("http.request.method", "GET"))], isLogs: true);

        Assert.Equal((2, 1L), (parsed.Calls.Count, parsed.Skipped));
        Assert.All(parsed.Calls, call => Assert.Equal((CallMoment.End, null, "/v1/orders/7", Direction.Inbound), (call.AtMarks, call.Duration, call.Path, call.Direction)));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_795_465_681_357), parsed.Calls[1].At);
        Assert.Equal((3, "the path is missing"), (parsed.Refused[0].Position.Index, parsed.Refused[0].Reason));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Users_are_believed_only_where_the_operator_says_so(string encoding)
    {
        bool? Verified(int status, bool isVerified) => Call(
            encoding, new OtlpElement(("http.request.method", "GET"), ("url.path", "/"), ("user.id", "alice"), ("http.response.status_code", status)),
            options: new OtlpOptions { UserIsVerified = isVerified }).Authentication?.VerifiedByGateway;

        Assert.Equal((null, true, true, null), (Verified(200, false), Verified(200, true), Verified(403, true), Verified(401, true)));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_user_has_had_several_names(string encoding)
    {
        foreach (var name in new[] { "enduser.id", "user.id", "user.name" })
        {
            Assert.Equal("alice", Call(
                encoding, new OtlpElement(("http.request.method", "GET"), ("url.path", "/"), (name, "alice"), ("http.response.status_code", 200)),
                options: new OtlpOptions { UserIsVerified = true }).Authentication?.Subject);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Impossible_values_are_refused_by_name_and_alone(string encoding)
    {
        OtlpElement With(params (string, object)[] more) => new([("http.request.method", "GET"), ("url.path", "/"), .. more]);
        var parsed = Read(encoding,
        [
            With(("http.response.status_code", 99_999)), With(("http.request.body.size", -1)), With(("http.response.body.size", "much")),
            With() with { From = 0 }, new(("http.request.method", "GET")), With(),
        ]);

        Assert.Equal(5, Assert.Single(parsed.Calls).Position.Index);
        Assert.Equal(
            ["http.response.status_code is not a number from 100 to 999", "http.request.body.size is negative", "http.response.body.size is not a whole number",
                "the time is missing", "the path is missing"],
            parsed.Refused.Select(letter => letter.Reason));
        Assert.All(parsed.Refused, letter => Assert.Equal("a span", letter.Sample));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Wrong_types_are_absent(string encoding)
    {
        var element = new OtlpElement(
            ("http.request.method", new[] { "GET" }), ("url.path", "/"), ("user_agent.original", 17), ("client.address", "a host"), ("network.peer.port", 99_999_999),
            ("http.response.status_code", 200.0), ("enduser.id", true));
        var call = Call(encoding, element with { To = 0, Trace = new string('0', 32) });

        Assert.Equal(("GET", "17", null, null, 200, "true"), (call.Method, call.UserAgent, call.PeerAddress, call.PeerPort, call.Status, call.Authentication!.Subject));
        Assert.Equal((null, null), (call.Duration, call.Trace));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void An_environment_that_is_no_name_leaves_the_one_of_the_source(string encoding) => Assert.Equal(
        "staging", Assert.Single(Read(encoding, [new(s_server)], resource: [("deployment.environment", "a b\n")]).Calls).Environment);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void More_calls_than_a_record_may_hold_are_told_once(string encoding)
    {
        var parsed = Read(
            encoding, [.. Enumerable.Repeat(new OtlpElement(("http.request.method", "GET"), ("url.path", "/")) { Name = "" }, JsonCalls.MostCalls + 50)]);

        Assert.Equal((JsonCalls.MostCalls, 1), (parsed.Calls.Count, parsed.Refused.Count));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_time_alone_equals_the_time_of_the_call(string encoding)
    {
        var record = encoding == OtlpJson.Name ? OtlpJsonText.Of([new(s_server)]) : OtlpProtobufBytes.Of([new(s_server)]);
        var format = FormatCatalog.Create()[encoding];

        Assert.True(format.TryReadTime(record, out var at));
        Assert.Equal(format.All(record).Calls[0].At, at);
        Assert.False(format.TryReadTime("{}"u8, out _));
        Assert.False(format.TryReadTime([0x0A, 0x7F], out _));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_truncation_is_refused_and_invents_nothing(string encoding)
    {
        var record = encoding == OtlpJson.Name ? OtlpJsonText.Of([new(s_server)]) : OtlpProtobufBytes.Of([new(s_server)]);
        var format = FormatCatalog.Create()[encoding];
        for (var length = 0; length < record.Length; length++)
        {
            var parsed = format.All(record[..length]);
            Assert.Single(parsed.Refused);
            Assert.InRange(parsed.Calls.Count, 0, 1);
        }
    }
}
