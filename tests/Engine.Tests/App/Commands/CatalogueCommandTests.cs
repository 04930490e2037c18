using System.CommandLine;
using System.Text.Json;
using Engine.App.Commands;
using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats;
using Engine.Schemas;
using Engine.Tests.App.Configuration;

namespace Engine.Tests.App.Commands;

public sealed class CatalogueCommandTests
{
    private static readonly RootCommand Root = new()
    {
        FormatsCommand.Create(() => [new FormatInfo("combined", "Access log", "httpd 2.4", CallMoment.End, "body", ["host", "body"])], [new EnvelopeInfo("docker", "Docker's log", "moby v28", "time")]),
        DetectorsCommand.Create(() => [new CatalogueEntry("API-ENUM-001", "Walks ids", [new("owasp", "API1:2023"), new("empty", "")], typeof(Sample.Options), "detectors.API-ENUM-001")]),
    };

    [Fact]
    public async Task An_entry_shows_its_facts()
    {
        var run = await Invocation.Of(Root, CancellationToken.None, "formats");
        Assert.Equal(
            """
            combined  Access log
              definition   httpd 2.4
              time         end of the call
              byte counts  body
              lacks        host, body

            docker/…  Docker's log
              definition  moby v28
              use         before the name of a format: docker/combined; several outermost first
              not used    time


            """, run.Output);
    }

    [Fact]
    public async Task An_entry_shows_its_options_with_their_defaults()
    {
        var run = await Invocation.Of(Root, CancellationToken.None, "detectors");
        Assert.Matches(@"\n  window +1min  \(duration; 100ms to 1h\) Not longer than longest\.\n", run.Output);
        Assert.DoesNotContain("empty", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_line_an_entry_with_whole_keys()
    {
        var run = await Invocation.Of(Root, CancellationToken.None, "detectors", "--json");
        using var entry = JsonDocument.Parse(Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("API-ENUM-001", entry.RootElement.GetProperty("id").GetString());
        Assert.Equal("detectors.API-ENUM-001.count", entry.RootElement.GetProperty("options")[0].GetProperty("key").GetString());
    }
}
