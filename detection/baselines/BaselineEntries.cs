using System.Buffers.Binary;
using Engine.Detection.Sketches;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Baselines;

/// <summary>A table's entries: in a checkpoint, in a recorded version, in an export.</summary>
internal static class BaselineEntries
{
    private const int DigestBytes = 16;

    /// <summary>What a key holds now; gone where it holds nothing.</summary>
    public static void Write(StateBuffer into, BaselineTable table, in BaselineKey key)
    {
        Span<byte> digest = stackalloc byte[DigestBytes];
        BinaryPrimitives.WriteUInt128BigEndian(digest, key.Digest);
        if (table.Find(key) is { } baseline)
            into.Put(StateSection.Baselines, digest, (key, baseline), Save);
        else
            into.Remove(StateSection.Baselines, digest);
    }

    /// <inheritdoc cref="Write(StateBuffer, BaselineTable, in BaselineKey)"/>
    public static void Write(StateBuffer into, BaselineTable table, ulong path)
    {
        Span<byte> key = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(key, path);
        if (table.Missers(path) is { } actors)
            into.Put(StateSection.MissedPaths, key, actors, BottomHashes.Save);
        else
            into.Remove(StateSection.MissedPaths, key);
    }

    /// <summary>In an order of their own: equal tables are equal bytes.</summary>
    public static void WriteAll(StateBuffer into, BaselineTable table, IEnumerable<BaselineKey> keys, IEnumerable<ulong> paths)
    {
        foreach (var key in keys.OrderBy(key => key.Digest))
            Write(into, table, key);
        foreach (var path in paths.Order())
            Write(into, table, path);
    }

    /// <summary>Brings one entry into force.</summary>
    /// <returns>False: it is of another section.</returns>
    /// <exception cref="InvalidDataException">It was not written here.</exception>
    public static bool Read(in StateEntry entry, BaselineTable into, TableChanges changes)
    {
        switch (entry.Section)
        {
            case StateSection.Baselines when entry.Value is { } value:
                var reader = new MessagePackReader(value);
                var key = BaselineKey.Load(ref reader);
                into.Set(key, Baseline.Load(ref reader));
                changes.Baselines.Add(key);
                return true;
            case StateSection.Baselines:
                Remove(UInt128Of(entry.Key.Span), into, changes);
                return true;
            case StateSection.MissedPaths:
                var path = PathOf(entry.Key.Span);
                Read(entry.Value, path, into);
                changes.MissedPaths.Add(path);
                return true;
            default:
                return false;
        }
    }

    private static void Read(ReadOnlyMemory<byte>? value, ulong path, BaselineTable into)
    {
        if (value is null)
        {
            into.Remove(path);
            return;
        }

        var reader = new MessagePackReader(value.Value);
        into.Set(path, BottomHashes.Load(ref reader, BaselineTable.ManyActors));
    }

    /// <summary>Only a whole version leaves out what was there before it, so looking through all of them is rare.</summary>
    private static void Remove(UInt128 digest, BaselineTable from, TableChanges changes)
    {
        foreach (var key in from.Keys.Where(key => key.Digest == digest).ToList())
        {
            from.Remove(key);
            changes.Baselines.Add(key);
        }
    }

    private static void Save(ref MessagePackWriter writer, (BaselineKey Key, Baseline Baseline) entry)
    {
        BaselineKey.Save(ref writer, entry.Key);
        Baseline.Save(ref writer, entry.Baseline);
    }

    private static UInt128 UInt128Of(ReadOnlySpan<byte> key) => key.Length == DigestBytes
        ? BinaryPrimitives.ReadUInt128BigEndian(key) : throw new InvalidDataException("a baseline has no key");

    private static ulong PathOf(ReadOnlySpan<byte> key) => key.Length == sizeof(ulong)
        ? BinaryPrimitives.ReadUInt64BigEndian(key) : throw new InvalidDataException("a missed path has no key");
}
