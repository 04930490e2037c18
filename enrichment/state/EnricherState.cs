using Engine.Enrichment.Endpoints;
using Engine.Enrichment.Identity;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.State;

/// <summary>
/// What enrichment saves: templates, verified credentials, counters. Not the caches that fill again by themselves and change no answer:
/// actors, user agents, hashes of objects, credentials that are not verified.
/// </summary>
internal sealed class EnricherState(Ledger ledger, PathTemplates templates, CredentialMemory credentials, Func<EnrichmentCounters> counters) : ICheckpointed
{
    private RestoredTemplates? _templates = new();
    private RestoredCredentials? _credentials = new();
    private int _restoredVersion = 1;
    private Totals? _due;

    /// <summary>What an earlier run had counted.</summary>
    public EnrichmentCounters Earlier { get; private set; }

    public void BeginCheckpoint(bool isWhole)
    {
        ledger.Begin(isWhole);
        _due = new Totals(templates.VersionNumber, counters());
    }

    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into)
    {
        if (_due is { } totals)
            into.Put(StateSection.EnrichmentCounters, [], totals, Save);
        _due = null;
        return ledger.Continue(isEnough, into);
    }

    public bool Restore(in StateEntry entry)
    {
        try
        {
            switch (entry.Section)
            {
                case StateSection.Services:
                    Templates.Take(entry);
                    return true;
                case StateSection.Credentials:
                    Credentials.Take(entry, credentials);
                    return true;
                case StateSection.EnrichmentCounters:
                    Take(entry);
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException($"an entry of {entry.Section} is damaged", damaged);
        }
    }

    /// <exception cref="InvalidDataException">The entries do not belong together.</exception>
    public void CompleteRestore()
    {
        Templates.Complete(templates, _restoredVersion);
        Credentials.Complete(credentials, templates);
        _templates = null;
        _credentials = null;
        ledger.Start();
        // Changes what was restored, so behind the mark from which on changes are remembered.
        templates.CompleteRestore();
    }

    private RestoredTemplates Templates => _templates ?? throw Completed();
    private RestoredCredentials Credentials => _credentials ?? throw Completed();

    private static InvalidOperationException Completed() => new("The state has been restored already.");

    private void Take(in StateEntry entry)
    {
        if (entry.Value is not { } value)
            return;
        var reader = new MessagePackReader(value);
        _restoredVersion = reader.ReadInt32();
        Earlier = EnrichmentCounters.Load(ref reader);
    }

    private static void Save(ref MessagePackWriter writer, Totals totals)
    {
        writer.Write(totals.Version);
        EnrichmentCounters.Save(ref writer, totals.Counters);
    }

    private readonly record struct Totals(int Version, EnrichmentCounters Counters);
}
