using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment;

/// <summary>Checkpoints of an enricher as the application takes and reads them, and what an enricher says, in one text.</summary>
internal static class Checkpoints
{
    public static byte[] Take(Enricher enricher, bool isWhole)
    {
        enricher.BeginCheckpoint(isWhole);
        var into = new StateBuffer();
        while (!enricher.ContinueCheckpoint(Portion.Of(100), into))
        {
        }

        return into.Written.ToArray();
    }

    /// <summary>What a checkpoint holds, in an order of its own: that of the writing says nothing.</summary>
    public static List<string> Entries(byte[] checkpoint)
    {
        var entries = new List<string>();
        var bytes = new ReadOnlyMemory<byte>(checkpoint);
        while (StateBuffer.TryRead(ref bytes, out var entry))
            entries.Add($"{entry.Section} {Convert.ToHexString(entry.Key.Span)} {Convert.ToHexString(entry.Value!.Value.Span)}");
        entries.Sort(StringComparer.Ordinal);
        return entries;
    }

    public static Enricher Restore(Func<Enricher.Options, Enricher.Options>? change, IEnumerable<byte[]> chain)
    {
        var enricher = EnrichmentCall.Enricher(change);
        foreach (var checkpoint in chain)
        {
            var bytes = new ReadOnlyMemory<byte>(checkpoint);
            while (StateBuffer.TryRead(ref bytes, out var entry))
                Assert.True(enricher.Restore(entry));
        }

        enricher.CompleteRestore();
        return enricher;
    }

    /// <summary>Everything that is said of a call, with what records print of lists replaced by the lists.</summary>
    public static string Say(this Enricher enricher, ApiEvent call)
    {
        var said = enricher.Enrich(call);
        var shown = said.Call.Authentication;
        var plain = said with { Objects = [], Call = said.Call with { RequestHeaders = null, Authentication = shown is null ? null : shown with { Claims = null } } };
        return $"{plain}|{string.Join(';', shown?.Claims ?? [])}|{string.Join(';', said.Call.RequestHeaders ?? [])}|{string.Join(',', said.Objects)}|"
            + enricher.KnowledgeVersion;
    }

    public static string Table(this Enricher enricher)
    {
        var table = enricher.Endpoints;
        return $"{table.Version}\n{string.Join('\n', table.Endpoints)}\n{string.Join('\n', table.Moves)}";
    }

    /// <summary>What is counted; caches start empty and are left out.</summary>
    public static EnricherStatistics Counts(this Enricher enricher) => enricher.Statistics with { Actors = 0, Credentials = 0 };
}
