using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Baselines;

/// <summary>
/// Whether the objects of an endpoint are private (a visitor or two each) or public (many): a sample of the objects with the smallest
/// hashes, and who visited them. Bounded, and the same whatever the order and partition in which visits were gathered.
/// </summary>
/// <remarks>Two visitors are not many: an owner and whoever walks past, or two who walk, must not make private things look public.</remarks>
internal sealed class ObjectSharing
{
    private const int SampleSize = 512;

    /// <summary>Visits from which an object tells something, and visitors that make it a shared one.</summary>
    private const int Many = 3;

    /// <summary>Such objects needed before anything is said.</summary>
    private const int Enough = 20;

    private readonly List<Visited> _sample = [];

    /// <summary>Share of the often visited objects that several actors visited, 0 to 1; null while too few were.</summary>
    public double? SharedShare { get; private set; }

    /// <summary>Objects with a larger hash can no longer enter the sample.</summary>
    public ulong Ceiling { get; private set; } = ulong.MaxValue;

    /// <summary>A part of this one, for one epoch: need not gather what this one would not take.</summary>
    public ObjectSharing Part() => new() { Ceiling = Ceiling };

    /// <summary>Before it comes into force: works out the share.</summary>
    public void Settle()
    {
        int revisited = 0, shared = 0;
        foreach (var visited in _sample)
        {
            if (visited.Visits < Many)
                continue;
            revisited++;
            if (visited.IsShared)
                shared++;
        }

        SharedShare = revisited < Enough ? null : (double)shared / revisited;
    }

    public void Add(ulong objectHash, ulong actorHash) => Add(new Visited(objectHash, actorHash, null, 1, false));

    public void Merge(ObjectSharing other)
    {
        foreach (var visited in other._sample)
            Add(visited);
    }

    public static void Save(ref MessagePackWriter writer, ObjectSharing sharing)
    {
        writer.WriteUInt64(sharing.Ceiling);
        writer.WriteArrayHeader(sharing._sample.Count);
        foreach (var visited in sharing._sample)
        {
            writer.WriteUInt64(visited.Object);
            writer.WriteUInt64(visited.First);
            if (visited.Second is { } second)
                writer.WriteUInt64(second);
            else
                writer.WriteNil();
            writer.Write(visited.Visits);
            writer.Write(visited.IsShared);
        }
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static ObjectSharing Load(ref MessagePackReader reader)
    {
        var sharing = new ObjectSharing { Ceiling = reader.ReadUInt64() };
        for (var left = reader.ReadCount(SampleSize); left > 0; left--)
            sharing.Add(new Visited(reader.ReadUInt64(), reader.ReadUInt64(), reader.TryReadNil() ? null : reader.ReadUInt64(), reader.ReadInt32(), reader.ReadBoolean()));
        return sharing;
    }

    private void Add(Visited visited)
    {
        if (visited.Object > Ceiling)
            return;
        var at = _sample.BinarySearch(visited);
        if (at >= 0)
        {
            _sample[at] = _sample[at].With(visited);
            return;
        }

        _sample.Insert(~at, visited);
        if (_sample.Count > SampleSize)
            _sample.RemoveAt(SampleSize);
        if (_sample.Count == SampleSize)
            Ceiling = _sample[^1].Object;
    }

    /// <param name="Object">Hash of the object.</param>
    /// <param name="First">Smallest hash among its visitors: the same whoever came first.</param>
    /// <param name="Second">The next smallest; null while it has one visitor.</param>
    /// <param name="Visits">First contacts in an actor's window, saturating.</param>
    /// <param name="IsShared">It has more visitors than these two.</param>
    private readonly record struct Visited(ulong Object, ulong First, ulong? Second, int Visits, bool IsShared) : IComparable<Visited>
    {
        public int CompareTo(Visited other) => Object.CompareTo(other.Object);

        public Visited With(Visited other)
        {
            var both = this with { Visits = Math.Min(1_000_000, Visits + other.Visits), IsShared = IsShared || other.IsShared };
            both = both.With(other.First);
            return other.Second is { } second ? both.With(second) : both;
        }

        private Visited With(ulong actor)
        {
            if (actor == First || actor == Second)
                return this;
            var (low, high) = actor < First ? (actor, First) : (First, actor);
            return this with { First = low, Second = Second < high ? Second : high, IsShared = IsShared || Second is not null };
        }
    }
}
