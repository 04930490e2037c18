using System.Text;
using CsCheck;
using Engine.Schemas;
using MessagePack;

namespace Engine.Tests.Detection;

/// <summary>A checkpoint that is not what was saved is refused: it neither hangs, nor takes memory, nor brings the process down.</summary>
public sealed class HostileStateTests
{
    private static readonly byte[] Saved = new SavedRun(new Detecting()).See(Traffic.Of(1, 700)).Save(isWhole: true).Chain[0].Entries;

    [Fact]
    public void Any_changed_byte_of_any_entry_is_read_or_refused()
    {
        var entries = Entries(Saved).Where(entry => entry.Value is not null).ToList();
        Gen.Select(Gen.Int[0, entries.Count - 1], Gen.Int[0, int.MaxValue], Gen.Byte).Sample((index, at, value) =>
        {
            var entry = entries[index];
            var bytes = entry.Value!.Value.ToArray();
            bytes[at % bytes.Length] = value;
            Take(entry with { Value = bytes });
        }, iter: 3000);
    }

    [Fact]
    public void Any_entry_cut_anywhere_is_refused()
    {
        var entries = Entries(Saved).Where(entry => entry.Section != StateSection.Enforcement && entry.Value is not null).ToList();
        Gen.Select(Gen.Int[0, entries.Count - 1], Gen.Int[0, int.MaxValue]).Sample((index, at) =>
        {
            var whole = entries[index].Value!.Value;
            Assert.False(Take(entries[index] with { Value = whole[..(at % whole.Length)] }));
        }, iter: 1000);
    }

    [Theory]
    [InlineData(StateSection.Actors)]
    [InlineData(StateSection.Baselines)]
    [InlineData(StateSection.MissedPaths)]
    [InlineData(StateSection.Learning)]
    [InlineData(StateSection.Shards)]
    [InlineData(StateSection.Detection)]
    public void Lists_of_billions_are_refused_before_memory_is_taken(StateSection section)
    {
        var billions = new byte[] { 0xdd, 0x7f, 0xff, 0xff, 0xff };
        foreach (var entry in Entries(Saved).Where(entry => entry.Section == section).Take(3))
        {
            for (var at = 0; at < Math.Min(400, entry.Value!.Value.Length); at++)
            {
                byte[] hostile = [.. entry.Value.Value.Span[..at], .. billions, .. entry.Value.Value.Span[at..]];
                var before = GC.GetAllocatedBytesForCurrentThread();
                Take(entry with { Value = hostile });
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
            }
        }
    }

    [Theory]
    [InlineData(StateSection.Actors)]
    [InlineData(StateSection.Baselines)]
    [InlineData(StateSection.MissedPaths)]
    [InlineData(StateSection.Learning)]
    [InlineData(StateSection.Shards)]
    public void A_key_that_names_nothing_is_refused(StateSection section) =>
        Assert.Throws<InvalidDataException>(() => new Detecting().Engine.Restore(new StateEntry(section, default, default(ReadOnlyMemory<byte>?))));

    [Fact]
    public void State_of_another_layout_is_refused()
    {
        var head = Entries(Saved).Single(entry => entry.Section == StateSection.Detection);
        var bytes = head.Value!.Value.ToArray();
        bytes[0]++;
        var refused = Assert.Throws<InvalidDataException>(() => new Detecting().Engine.Restore(head with { Value = bytes }));
        Assert.Contains("layout", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_of_other_rooms_are_left_to_them() =>
        Assert.False(new Detecting().Engine.Restore(new StateEntry(StateSection.Credentials, "x"u8.ToArray(), "y"u8.ToArray())));

    [Fact]
    public void What_a_detector_that_is_gone_or_has_changed_remembered_is_left_out()
    {
        var run = new SavedRun(new Detecting());
        run.See(Enumerable.Range(0, 60).Select(i => Some.Miss("/p" + i, atSeconds: i))).Save(isWhole: true);
        Assert.NotEmpty(run.Seen.Signals);
        var again = new Detecting();
        foreach (var entry in Entries(run.Chain[0].Entries))
            again.Engine.Restore(entry with { Value = Renamed(entry.Value!.Value) });
        again.Engine.CompleteRestore();
        Assert.Equal(1, again.Statistics.Actors);
        // All that it missed before is forgotten, so it takes as many misses again.
        again.See(Enumerable.Range(60, 15).Select(i => Some.Miss("/p" + i, atSeconds: i)));
        Assert.Empty(again.Signals);
    }

    /// <summary>Parts of a detector that does not exist, in names of equal length.</summary>
    private static byte[] Renamed(ReadOnlyMemory<byte> value)
    {
        var bytes = value.ToArray();
        for (var at = bytes.AsSpan().LastIndexOf("API-SCAN-001"u8); at >= 0; at = bytes.AsSpan().LastIndexOf("API-SCAN-001"u8))
            Encoding.ASCII.GetBytes("API-GONE-001").CopyTo(bytes, at);
        return bytes;
    }

    private static bool Take(in StateEntry entry)
    {
        try
        {
            return new Detecting().Engine.Restore(entry);
        }
        catch (Exception refused) when (refused is InvalidDataException or MessagePackSerializationException)
        {
            return false;
        }
    }

    private static List<StateEntry> Entries(ReadOnlyMemory<byte> bytes)
    {
        var entries = new List<StateEntry>();
        while (StateBuffer.TryRead(ref bytes, out var entry))
            entries.Add(entry);
        return entries;
    }
}
