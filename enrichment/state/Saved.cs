using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.State;

/// <summary>
/// Something that is saved under a key of its own. Each of its changes is announced by <see cref="Changing"/> before it happens, because a
/// running checkpoint may still need it as it was.
/// </summary>
internal abstract class Saved(Ledger ledger)
{
    /// <summary>Bytes of a key at most.</summary>
    protected const int LongestKey = 16;

    /// <summary>Place in the ledger; negative while it is not held there.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Period of the ledger in which it changed last.</summary>
    internal int ChangedIn { get; set; }

    /// <summary>Period in whose checkpoint it was written last.</summary>
    internal int WrittenIn { get; set; }

    public bool IsHeld => Place >= 0;

    /// <summary>To be called before anything of what is saved changes. Costs two comparisons while nothing is due.</summary>
    public void Changing()
    {
        if (ChangedIn != ledger.Period && IsHeld)
            ledger.Change(this);
    }

    internal void Put(StateBuffer into)
    {
        Span<byte> room = stackalloc byte[LongestKey];
        into.Put(Section, WriteKey(room), this, static (ref MessagePackWriter writer, Saved state) => state.Save(ref writer));
    }

    internal void PutGone(StateBuffer into)
    {
        Span<byte> room = stackalloc byte[LongestKey];
        into.Remove(Section, WriteKey(room));
    }

    protected abstract StateSection Section { get; }

    /// <summary>Writes the key; it never changes.</summary>
    protected abstract ReadOnlySpan<byte> WriteKey(Span<byte> room);

    protected abstract void Save(ref MessagePackWriter writer);
}
