using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// How much may be learned. Beyond the half, one source may take a sixteenth of the whole: a single client in front of a server that answers
/// 200 to everything must not use up what the others need.
/// </summary>
/// <param name="most">Pieces altogether; what was learned is never given back, so this also bounds a lifetime.</param>
/// <param name="ledger">Where shares are saved.</param>
/// <param name="service">Number of the service whose pieces they are; none for the services themselves.</param>
/// <param name="part">What the pieces are.</param>
internal sealed class Allowance(int most, Ledger ledger, int service, TemplatePart part = TemplatePart.Share)
{
    private const int MostSaved = 10_000_000;

    private readonly Dictionary<ulong, Share> _bySource = [];

    public int Taken { get; private set; }

    public bool TryTake(ulong source)
    {
        if (Taken >= most)
            return false;
        var share = _bySource.GetValueOrDefault(source);
        if (Taken >= most / 2 && share?.Taken >= Math.Max(1, most / 16))
            return false;
        if (share is null)
        {
            _bySource.Add(source, share = new Share(ledger, part, service, source));
            ledger.Add(share);
        }

        share.Take();
        Taken++;
        return true;
    }

    /// <summary>Takes over a saved share.</summary>
    public void Restore(ulong source, int taken)
    {
        var share = new Share(ledger, part, service, source, taken);
        _bySource.Add(source, share);
        ledger.Hold(share);
        Taken = (int)Math.Min(int.MaxValue, (long)Taken + taken);
    }

    /// <exception cref="InvalidDataException">No share is like that.</exception>
    public static int Load(ref MessagePackReader reader) =>
        reader.ReadInt32() is > 0 and <= MostSaved and var taken ? taken : throw new InvalidDataException("a share of an allowance is out of range");

    private sealed class Share(Ledger ledger, TemplatePart part, int service, ulong source, int taken = 0) : Saved(ledger)
    {
        public int Taken { get; private set; } = taken;

        public void Take()
        {
            Changing();
            Taken++;
        }

        protected override StateSection Section => StateSection.Services;

        protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => new PartKey(part, service, source).Write(room);

        protected override void Save(ref MessagePackWriter writer) => writer.Write(Taken);
    }
}
