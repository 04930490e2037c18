using System.Net;
using Engine.App.Runs;
using Engine.App.Terminal;
using Engine.Ingest.Sources.Receivers;
using Microsoft.Extensions.Logging;

namespace Engine.Tests.App.Runs;

public sealed class OrphanedJournalsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("engine-orphans-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void What_was_sent_to_a_source_that_is_named_no_more_is_told_with_what_to_do()
    {
        Keep("old");
        Keep("gateway");
        var told = Told("gateway");
        Assert.Contains(Path.Combine(_data, "received", "old"), told, StringComparison.Ordinal);
        Assert.Contains("name a source of that kind 'old' again", told, StringComparison.Ordinal);
        Assert.DoesNotContain("'gateway'", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_told_where_nothing_was_sent()
    {
        Assert.Empty(Told("gateway"));
        Directory.CreateDirectory(Path.Combine(_data, "received", "empty"));
        Assert.Empty(Told("gateway"));
    }

    private void Keep(string source)
    {
        var journal = Directory.CreateDirectory(Path.Combine(_data, "received", source)).FullName;
        File.WriteAllText(Path.Combine(journal, "0.segment"), "something");
    }

    private string Told(string source)
    {
        using var text = new StringWriter();
        using (var log = new MessageLog(text))
            new OrphanedJournals(log.CreateLogger<OrphanedJournals>()).Tell(_data, [Source(source)]);
        return text.ToString();
    }

    private ReceiverOptions Source(string name) => new()
    {
        Name = name,
        Kind = ReceiverKind.Http,
        Formats = ["combined"],
        Journal = Path.Combine(_data, "received", name),
        Listen = new ListenAddress(IPAddress.Loopback, 0),
    };
}
