using System.ComponentModel.DataAnnotations;
using System.Text;
using Engine.Schemas;
using MessagePack;

namespace Engine.Ingest.Time;

/// <summary>
/// Stamps events with logical time at the source, per partition: watermark = believed time - order slack, tick = the event's time, but
/// at least the watermark and at most the believed time. A pure function of the times in their order: no clock, no batch.
/// </summary>
/// <remarks>
/// An event beyond the jump guard gets the believed time as its tick: its own would expire everybody's state. A log with longer pauses
/// than the guard between single calls is therefore believed 32 records late; its events keep their own <c>At</c>.
/// One instance is for one thread.
/// </remarks>
public sealed class LogicalClock(LogicalClock.Options options)
{
    private readonly Dictionary<string, PartitionTime> _partitions = new(StringComparer.Ordinal);

    /// <summary>Section <c>time</c> of the configuration.</summary>
    public sealed record Options
    {
        /// <summary>How far out of order records normally come. Default 5 s.</summary>
        [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
        public TimeSpan OrderSlack { get; init; } = TimeSpan.FromSeconds(5);

        /// <summary>An event older than the watermark by more than this is late: processed and counted. Default 2 min.</summary>
        [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
        public TimeSpan AllowedLateness { get; init; } = TimeSpan.FromMinutes(2);

        /// <summary>A step forward of more than this must be confirmed. Default 1 h.</summary>
        [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
        public TimeSpan JumpGuard { get; init; } = TimeSpan.FromHours(1);

        /// <summary>Further records that must lie beyond a step to confirm it. Default 32.</summary>
        [Range(1, 1_024)]
        public int JumpRecords { get; init; } = 32;
    }

    /// <param name="partition">Name of the partition: files merged by time are one.</param>
    /// <param name="at">Time of the event.</param>
    public Stamp Stamp(string partition, DateTimeOffset at) => Of(partition).Stamp(at);

    /// <summary>The partition's own time, for a run of its events.</summary>
    public PartitionTime Of(string partition)
    {
        if (!_partitions.TryGetValue(partition, out var time))
            _partitions.Add(partition, time = new PartitionTime(options));
        return time;
    }

    /// <summary>Saves what every partition believes: it is little, so each checkpoint holds all of it.</summary>
    public void Save(StateBuffer into)
    {
        foreach (var (partition, time) in _partitions.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            into.Put(StateSection.Clock, Encoding.UTF8.GetBytes(partition), time, PartitionTime.Save);
    }

    /// <summary>Takes over one saved partition, before its first event.</summary>
    /// <returns>False: the section is not the clock's.</returns>
    /// <exception cref="InvalidDataException">The entry is not what a clock saved, as MessagePack's own exception also says.</exception>
    public bool Restore(in StateEntry entry)
    {
        if (entry.Section != StateSection.Clock)
            return false;
        var partition = Encoding.UTF8.GetString(entry.Key.Span);
        if (entry.Value is not { } value)
        {
            _partitions.Remove(partition);
            return true;
        }

        try
        {
            var reader = new MessagePackReader(value);
            _partitions[partition] = PartitionTime.Load(ref reader, options);
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException($"the time of partition {partition} is damaged", damaged);
        }

        return true;
    }
}
