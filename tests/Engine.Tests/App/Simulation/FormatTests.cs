using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engine.App.Simulation.Formats;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Engine.Tests.App.Simulation;

public sealed partial class FormatTests
{
    private static readonly List<SimulatedCall> Calls = [.. Runs.Calls(Runs.Small)];

    [Fact]
    public void Combined_carries_every_call()
    {
        Assert.Equal(Calls, Runs.Lines(Runs.Small).Select(FromCombined));
    }

    [Fact]
    public void Plain_JSON_carries_every_call()
    {
        Assert.Equal(Calls, Runs.Lines(Runs.Small, "json").Select(FromJson));
    }

    // Kong does not look into a bearer token: who a person is, the token says.
    [Fact]
    public void Kong_carries_every_call()
    {
        Assert.Equal(
            Calls.Select(call => call with { User = null }), Runs.Lines(Runs.Small, "kong").Select(line => FromKong(line) with { User = null }));
    }

    [Fact]
    public void Kong_names_integrations_as_consumers_and_people_in_a_bearer_token()
    {
        foreach (var (call, line) in Calls.Zip(Runs.Lines(Runs.Small, "kong")).Where(pair => pair.First.User is not null))
            Assert.Equal(call.User, FromKong(line).User);
    }

    [Fact]
    public void Every_writer_is_in_the_catalogue()
    {
        var existing = typeof(ICallWriter).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ICallWriter)));

        Assert.Equal(existing.ToHashSet(), WriterCatalog.All.Select(known => known.Make().GetType()).ToHashSet());
    }

    private static SimulatedCall FromCombined(string line)
    {
        var match = CombinedLine().Match(line);
        Assert.True(match.Success, line);
        var at = DateTimeOffset.ParseExact(match.Groups["at"].Value, "dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture);
        return new SimulatedCall(
            at.ToUnixTimeSeconds(), match.Groups["address"].Value, match.Groups["user"].Value is var user and not "-" ? user : null,
            match.Groups["method"].Value, match.Groups["target"].Value, int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture),
            match.Groups["agent"].Value);
    }

    private static SimulatedCall FromJson(string line)
    {
        var call = JsonDocument.Parse(line).RootElement;
        var query = Text(call, "query");
        return new SimulatedCall(
            call.GetProperty("ts").GetDateTimeOffset().ToUnixTimeSeconds(), Text(call, "client")!, Text(call, "user") ?? Text(call, "consumer"),
            Text(call, "method")!, query is null ? Text(call, "path")! : $"{Text(call, "path")}?{query}",
            call.GetProperty("status").GetInt32(), Text(call, "ua")!);
    }

    private static SimulatedCall FromKong(string line)
    {
        var call = JsonDocument.Parse(line).RootElement;
        var request = call.GetProperty("request");
        var headers = request.GetProperty("headers");
        var target = Text(request, "uri")!;
        var query = string.Join('&', request.GetProperty("querystring").EnumerateObject()
            .Select(pair => $"{pair.Name}={pair.Value.GetString()!.Replace(" ", "%20", StringComparison.Ordinal)}"));
        Assert.Equal(target, query.Length == 0 ? target.Split('?')[0] : $"{target.Split('?')[0]}?{query}");
        var user = call.TryGetProperty("consumer", out var consumer) ? Text(consumer, "username")
            : Text(headers, "authorization") is { } bearer ? new JsonWebToken(bearer["Bearer ".Length..]).Subject
            : null;
        return new SimulatedCall(
            call.GetProperty("started_at").GetInt64() / 1000, Text(call, "client_ip")!, user,
            Text(request, "method")!, target, call.GetProperty("response").GetProperty("status").GetInt32(), Text(headers, "user-agent")!);
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    [GeneratedRegex("""^(?<address>\S+) - (?<user>\S+) \[(?<at>[^\]]+)\] "(?<method>[A-Z]+) (?<target>[^" ]+) HTTP/1\.1" (?<status>\d{3}) \d+ "[^"]*" "(?<agent>[^"]*)"$""")]
    private static partial Regex CombinedLine();
}
