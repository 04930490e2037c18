using MessagePack;

namespace Engine.Schemas;

/// <summary>How far the input was taken in: for each partition the offset of its last record. Immutable.</summary>
public sealed class InputPositions
{
    private const int MostPartitions = 1_000_000;

    private readonly Dictionary<InputPartition, long> _last;

    public InputPositions(IReadOnlyDictionary<InputPartition, long> last) => _last = new Dictionary<InputPartition, long>(last);

    public static InputPositions None { get; } = new(new Dictionary<InputPartition, long>());

    public bool IsEmpty => _last.Count == 0;

    /// <summary>By source, then partition.</summary>
    public IEnumerable<KeyValuePair<InputPartition, long>> All =>
        _last.OrderBy(entry => entry.Key.Source, StringComparer.Ordinal).ThenBy(entry => entry.Key.Number);

    /// <summary>Offset of the last record taken in; null: none was.</summary>
    public long? Last(string source, int partition) => _last.TryGetValue(new InputPartition(source, partition), out var offset) ? offset : null;

    public static void Save(ref MessagePackWriter writer, InputPositions positions)
    {
        writer.WriteArrayHeader(positions._last.Count);
        foreach (var (partition, offset) in positions.All)
        {
            writer.Write(partition.Source);
            writer.Write(partition.Number);
            writer.Write(offset);
        }
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static InputPositions Load(ref MessagePackReader reader)
    {
        var count = reader.ReadCount(MostPartitions);
        var last = new Dictionary<InputPartition, long>();
        for (var i = 0; i < count; i++)
        {
            var source = reader.ReadString() ?? "";
            var number = reader.ReadInt32();
            last[new InputPartition(source, number)] = reader.ReadInt64();
        }

        return new InputPositions(last);
    }
}
