using Engine.App.Configuration;
using Engine.App.Configuration.Binding;
using Engine.App.Configuration.Reading;

namespace Engine.Tests.App.Configuration;

public sealed class ReceiverRulesTests
{
    [Theory]
    [InlineData("{name: a, kind: http, format: combined, listen: '127.0.0.1:8080'}")]
    [InlineData("{name: a, kind: http, format: combined, listen: 'localhost:8080', token: 'env:T'}")]
    [InlineData("{name: a, kind: http, format: combined, listen: '*:8443', token: 'env:T', tls: {certificate: c.pem, key: k.pem}}")]
    [InlineData("{name: a, kind: otlp, listen: '[::1]:4318', listen_grpc: '127.0.0.1:4317'}")]
    [InlineData("{name: a, kind: syslog, format: combined, listen_udp: '0.0.0.0:514', allow_anyone: true}")]
    [InlineData("{name: a, kind: envoy, listen_grpc: '127.0.0.1:9000', limits: {journal: 16MiB}}")]
    [InlineData("{name: a, kind: mirror, listen: '127.0.0.1:9001', client_address_header: X-Forwarded-For}")]
    [InlineData("{name: a, kind: http, format: combined, listen: '127.0.0.1:1'}, {name: b, kind: otlp, listen: '127.0.0.1:1'}")]
    [InlineData("{name: a, kind: syslog, format: combined, listen: '127.0.0.1:1', listen_udp: '127.0.0.1:1'}")]
    [InlineData("{name: a, kind: otlp, listen_grpc: '127.0.0.1:1'}, {name: b, kind: envoy, listen_grpc: '127.0.0.1:1'}")]
    public void What_can_work_is_accepted(string sources) => Assert.Empty(Problems(sources));

    [Theory]
    [InlineData("{name: a, kind: http, listen: '127.0.0.1:1'}", "sources[0].format: is missing; `engine formats` lists them")]
    [InlineData("{name: a, kind: http, format: combined}", "sources[0].listen: is missing: kind http asks for listen")]
    [InlineData("{name: a, kind: http, format: combined, listen: '8080'}", "sources[0].listen: '8080' is not ADDRESS:PORT, like 127.0.0.1:8080, [::1]:8080 or *:8080")]
    [InlineData("{name: a, kind: http, format: combined, listen: 'example.org:8080'}", "sources[0].listen: 'example.org:8080' is not ADDRESS:PORT, like 127.0.0.1:8080, [::1]:8080 or *:8080")]
    [InlineData("{name: a, kind: http, format: combined, listen: '::1:8080'}", "sources[0].listen: '::1:8080' is not ADDRESS:PORT, like 127.0.0.1:8080, [::1]:8080 or *:8080")]
    [InlineData("{name: a, kind: http, format: combined, listen: '127.0.0.1:65536'}", "sources[0].listen: '127.0.0.1:65536': ports end at 65535")]
    [InlineData("{name: a, kind: http, format: combined, listen: '*:80'}", "sources[0].listen: *:80 is open to other machines: set a token, or say allow_anyone: true if the network keeps strangers out")]
    [InlineData("{name: a, kind: syslog, format: combined, listen: '10.0.0.1:514'}", "sources[0].listen: 10.0.0.1:514 is open to other machines: syslog knows no token, so say allow_anyone: true if the network keeps strangers out")]
    [InlineData("{name: a, kind: syslog, format: combined, listen: '127.0.0.1:514', token: 'env:T'}", "sources[0].token: has no effect: syslog knows no token")]
    [InlineData("{name: a, kind: otlp, format: combined, listen: '127.0.0.1:1'}", "sources[0].format: has no effect: kind otlp has its own (otlp-protobuf, otlp-json); leave it out")]
    [InlineData("{name: a, kind: http, format: combined, listen: '127.0.0.1:1', listen_grpc: '127.0.0.1:2'}", "sources[0].listen_grpc: has no effect: kind http asks for listen")]
    [InlineData("{name: a, kind: http, format: combined, listen: '127.0.0.1:1', paths: [x]}", "sources[0].paths: has no effect: the source is of kind http")]
    [InlineData("{name: a, format: combined, paths: [x], listen: '127.0.0.1:1'}", "sources[0].listen: has no effect: the source is of kind file; kinds http, otlp, syslog, envoy and mirror listen")]
    [InlineData("{name: a, kind: syslog, format: combined, listen_udp: '127.0.0.1:1', tls: {certificate: c, key: k}}", "sources[0].tls: has no effect: UDP is not encrypted")]
    [InlineData("{name: a, kind: mirror, listen: '127.0.0.1:1', client_address_header: 'a b'}", "sources[0].client_address_header: is no name of a header")]
    [InlineData("{name: a, kind: mirror, listen: '127.0.0.1:1'}, {name: b, kind: otlp, listen: '127.0.0.1:1'}", "sources: sources 'a' and 'b' share 127.0.0.1:1; a mirror takes every path there, and syslog every message: give each its own port")]
    [InlineData("{name: a, kind: otlp, listen: '127.0.0.1:1'}, {name: b, kind: otlp, listen: 'localhost:1'}", "sources: sources 'a' and 'b' share 127.0.0.1:1 and are of one kind, so that nobody can tell whose a request is; give each its own port")]
    [InlineData("{name: a, kind: otlp, listen: '127.0.0.1:1', listen_grpc: '127.0.0.1:1'}", "sources: sources 'a' and 'a' speak different protocols at 127.0.0.1:1; give each its own port")]
    [InlineData("{name: a, kind: http, format: combined, listen: '127.0.0.1:1'}, {name: b, kind: http, format: combined, listen: '127.0.0.1:1', tls: {certificate: c, key: k}}", "sources: sources 'a' and 'b' share 127.0.0.1:1 and name different certificates; give them the same")]
    public void What_cannot_work_is_refused(string sources, string problem) => Assert.Equal(problem, Assert.Single(Problems(sources)));

    private static List<string> Problems(string sources)
    {
        var problems = new List<ConfigurationProblem>();
        problems.AddRange(OptionsBinder.Bind(typeof(EngineOptions), YamlReader.Read("e.yaml", $"sources: [{sources}]", problems)).Problems);
        return [.. problems.Select(problem => $"{problem.Key}: {problem.Message}")];
    }
}
