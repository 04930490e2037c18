using MessagePack;

namespace Engine.Enrichment.State;

/// <summary>What <see cref="EnricherStatistics"/> counts over restarts.</summary>
internal readonly record struct EnrichmentCounters(
    long Calls, long Unproven, long Withdrawn, long ForgottenCredentials, long ForgottenActors, long Overflowed, long Scrubbed)
{
    public EnrichmentCounters Plus(EnrichmentCounters later) => new(
        Calls + later.Calls, Unproven + later.Unproven, Withdrawn + later.Withdrawn, ForgottenCredentials + later.ForgottenCredentials,
        ForgottenActors + later.ForgottenActors, Overflowed + later.Overflowed, Scrubbed + later.Scrubbed);

    public static void Save(ref MessagePackWriter writer, EnrichmentCounters counters)
    {
        writer.Write(counters.Calls);
        writer.Write(counters.Unproven);
        writer.Write(counters.Withdrawn);
        writer.Write(counters.ForgottenCredentials);
        writer.Write(counters.ForgottenActors);
        writer.Write(counters.Overflowed);
        writer.Write(counters.Scrubbed);
    }

    public static EnrichmentCounters Load(ref MessagePackReader reader) => new(
        reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
}
