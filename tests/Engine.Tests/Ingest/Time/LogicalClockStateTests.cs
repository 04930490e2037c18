using CsCheck;
using Engine.Ingest.Time;
using Engine.Schemas;
using MessagePack;

namespace Engine.Tests.Ingest.Time;

public sealed class LogicalClockStateTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly LogicalClock.Options s_options = new() { JumpRecords = 4 };

    // Single wild times, real jumps, and a partition that stays too young to believe anything.
    private static readonly Gen<(int Seconds, int Kind)[]> s_times = Gen.Select(Gen.Int[-4_000, 4_000], Gen.Int[0, 30]).Array[0, 120];

    [Fact]
    public void Restored_at_any_point_a_clock_stamps_as_if_nothing_had_happened() => Gen.Select(s_times, Gen.Int[0, 120]).Sample((times, cut) =>
    {
        cut = Math.Min(cut, times.Length);
        var whole = new LogicalClock(s_options);
        var stamps = Stamps(whole, times, 0);
        var interrupted = new LogicalClock(s_options);
        Stamps(interrupted, times[..cut], 0);

        Assert.Equal(stamps[cut..], Stamps(Restored(Saved(interrupted)), times[cut..], cut));
    });

    [Fact]
    public void What_is_saved_does_not_depend_on_the_order_in_which_partitions_came()
    {
        var one = new LogicalClock(s_options);
        var two = new LogicalClock(s_options);
        one.Stamp("a", s_noon);
        one.Stamp("b", s_noon);
        two.Stamp("b", s_noon);
        two.Stamp("a", s_noon);

        Assert.Equal(Saved(one).ToArray(), Saved(two).ToArray());
    }

    [Fact]
    public void Sections_of_others_are_left_to_them() =>
        Assert.False(new LogicalClock(s_options).Restore(new StateEntry(StateSection.Actors, new byte[1], new byte[1])));

    [Fact]
    public void Damaged_state_is_refused_or_harmless()
    {
        var clock = new LogicalClock(s_options);
        for (var i = 0; i < 4; i++)
            clock.Stamp("partition", s_noon);
        var saved = Saved(clock);
        Gen.Select(Gen.Int[0, saved.Length - 1], Gen.Byte, Gen.Bool).Sample((place, value, isCut) =>
        {
            var all = saved.ToArray();
            byte[] damaged = isCut ? all[..place] : [.. all[..place], value, .. all[(place + 1)..]];
            try
            {
                Restored(damaged).Stamp("partition", s_noon);
            }
            catch (Exception refused) when (refused is InvalidDataException or MessagePackSerializationException)
            {
                // Refused.
            }
        });
    }

    private static List<Stamp> Stamps(LogicalClock clock, (int Seconds, int Kind)[] times, int from)
    {
        var stamps = new List<Stamp>();
        for (var i = 0; i < times.Length; i++)
        {
            var (seconds, kind) = times[i];
            var jump = kind == 0 ? TimeSpan.FromDays(5_000) : (from + i) / 40 * TimeSpan.FromHours(5);
            stamps.Add(clock.Stamp(kind == 1 ? "young" : "old", s_noon + jump + TimeSpan.FromSeconds(seconds)));
        }

        return stamps;
    }

    private static ReadOnlyMemory<byte> Saved(LogicalClock clock)
    {
        var into = new StateBuffer();
        clock.Save(into);
        return into.Written;
    }

    private static LogicalClock Restored(ReadOnlyMemory<byte> saved)
    {
        var clock = new LogicalClock(s_options);
        while (StateBuffer.TryRead(ref saved, out var entry))
            clock.Restore(entry);
        return clock;
    }
}
