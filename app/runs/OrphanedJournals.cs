using Engine.Ingest.Sources.Receivers;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs;

/// <summary>Journals of sources that the configuration does not name any more: what was sent to them and not taken in waits for nobody.</summary>
internal sealed partial class OrphanedJournals(ILogger<OrphanedJournals> log)
{
    /// <param name="data">Directory in which journals are kept.</param>
    /// <param name="sources">Those that are configured.</param>
    public void Tell(string data, IReadOnlyList<ReceiverOptions> sources)
    {
        var all = ReceiverInput.JournalsOf(data);
        if (!Directory.Exists(all))
            return;
        foreach (var journal in Directory.EnumerateDirectories(all).Order(StringComparer.Ordinal))
        {
            if (sources.All(source => source.Journal != journal) && Directory.EnumerateFileSystemEntries(journal).Any())
                Orphaned(log, journal, Path.GetFileName(journal));
        }
    }

    [LoggerMessage(4201, LogLevel.Warning, "{Journal} holds what was sent to a source that the configuration does not name, and nobody reads it; name a source of that kind '{Name}' again to have the rest taken in, or delete the folder")]
    private static partial void Orphaned(ILogger log, string journal, string name);
}
