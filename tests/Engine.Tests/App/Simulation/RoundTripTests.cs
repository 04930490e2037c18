using Engine.App.Bench;
using Engine.App.Configuration;
using Engine.App.Configuration.Binding;
using Engine.App.Configuration.Reading;
using Engine.App.Simulation;
using Engine.App.Simulation.Formats;
using Engine.Ingest.Formats;

namespace Engine.Tests.App.Simulation;

/// <summary>What the simulation writes is read as the same calls, in every field that the format carries.</summary>
public sealed class RoundTripTests
{
    private static readonly FormatCatalog s_formats = Formats();

    private static readonly Dictionary<string, Func<CanonicalCall, CanonicalCall>> s_carried = new()
    {
        ["combined"] = call => Seconds(call) with { Milliseconds = null, Host = null, Scheme = null, RequestBytes = null, Credential = null, Callee = null },
        ["nginx"] = call => call with { Scheme = null, Credential = null },
        ["apache"] = call => call with { Scheme = null, Credential = null, Callee = null },
        ["haproxy"] = call => call with { RequestBytes = null, Referer = null, User = null },
        ["aws-alb"] = call => call with { Referer = null, User = null, Credential = null },
        ["traefik-clf"] = call => Seconds(call) with { Host = null, Scheme = null, RequestBytes = null, Credential = null, Callee = $"{call.Callee}@docker" },
        ["envoy"] = call => call with { Credential = null },
        ["envoy-als"] = call => call with { Credential = null },
        ["apisix"] = call => call,
        ["otlp-json"] = call => call,
        ["otlp-protobuf"] = call => call,
        ["mirror"] = call => call,
        ["har"] = call => call with { User = null, Callee = null },
        ["aws-api-gateway"] = call => call with { Target = call.Target.Split('?')[0], Referer = null, RequestBytes = null, Credential = null, Callee = null },
        ["traefik-json"] = call => call with { Credential = null, Callee = $"{call.Callee}@docker" },
        ["cloudflare"] = call => call with { User = null, Credential = null, Callee = null },
        ["caddy"] = call => call with { Scheme = null, Credential = null, Callee = null },
        ["nginx-json"] = call => call with { Credential = null },
        ["engine-avro"] = call => call with { Credential = null },
        ["envoy-text"] = call => call with { Scheme = null, Referer = null, User = null, Credential = null, Callee = null },
    };

    public static TheoryData<string> Names => [.. s_carried.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_simulated_log_gives_the_calls_that_were_made(string name)
    {
        var format = s_formats[WriterCatalog.Named(name).ReadAs];
        var parsed = new ParsedRecords();
        foreach (var record in LogLines.Cut(Runs.Of(Runs.Small, name).Traffic, format.Info.IsBinary, int.MaxValue))
            format.Parse(record, parsed);

        Assert.Empty(parsed.Refused);
        Assert.Equal(Calls().Select(s_carried[name]), parsed.Calls.Select(CanonicalCall.Of));
    }

    [Fact]
    public void Whatever_is_written_can_be_read() => Assert.All(WriterCatalog.All, writer => Assert.NotNull(s_formats[writer.ReadAs]));

    private static IEnumerable<CanonicalCall> Calls()
    {
        var simulation = new TrafficSimulation(Runs.Small);
        while (simulation.Next())
            yield return CanonicalCall.Of(simulation.Call);
    }

    private static CanonicalCall Seconds(CanonicalCall call) => call with { At = call.At / 1000 * 1000 };

    private static FormatCatalog Formats()
    {
        var problems = new List<ConfigurationProblem>();
        var options = (EngineOptions)OptionsBinder.Bind(typeof(EngineOptions), YamlReader.Read("map", ReadingMap.Text, problems)).Options;
        Assert.Empty(problems);
        return options.Catalog();
    }
}
