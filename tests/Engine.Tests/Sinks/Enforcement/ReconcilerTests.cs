using CsCheck;
using Engine.Sinks.Enforcement;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class ReconcilerTests
{
    private static readonly Gen<Target> Addresses = Gen.Int[1, 12].Select(host => Target.ParseAddress($"203.0.113.{host}")!.Value);

    private static readonly Gen<BlockMark> Marks = Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3])
        .Select((verdict, minutes) => BlockMark.For("engine", SomeVerdict.Id($"v{verdict}"), SomeVerdict.Noon.AddMinutes(minutes)));

    private static readonly Gen<Wanted[]> Desired = Gen.Select(Addresses, Marks).Select((target, mark) => new Wanted(target, mark)).Array[0, 12]
        .Select(wanted => wanted.DistinctBy(one => one.Target).ToArray());

    private static readonly Gen<PointEntry[]> Actual = Gen.Select(
            Addresses, Gen.OneOf(Marks.Select(mark => mark.ToString()), Gen.Int[0, 2].Select(which => which switch { 0 => "ban", 1 => "allow", _ => "engine: hands off" })), Gen.Int)
        .Select((target, value, reference) => new PointEntry(target, target.Value, value, $"{reference}")).Array[0, 12];

    [Fact]
    public void Applying_the_changes_leaves_nothing_to_change() => Gen.Select(Desired, Actual).Sample((desired, actual) =>
    {
        var after = Apply(actual, Reconciler.Compare(desired, actual, "engine"));
        return Reconciler.Compare(desired, after, "engine").Count == 0;
    });

    [Fact]
    public void Afterwards_the_point_holds_what_is_wanted_and_nothing_else_of_ours() => Gen.Select(Desired, Actual).Sample((desired, actual) =>
    {
        var after = Apply(actual, Reconciler.Compare(desired, actual, "engine"));
        var ours = after.Where(entry => BlockMark.Parse(entry.Value, "engine") is not null).ToList();
        return desired.All(wanted => after.Any(entry => entry.Target == wanted.Target))
            && ours.All(entry => desired.Contains(new Wanted(entry.Target, BlockMark.Parse(entry.Value, "engine")!.Value)))
            && ours.Select(entry => entry.Target).Distinct().Count() == ours.Count;
    });

    [Fact]
    public void Entries_of_others_are_never_touched() => Gen.Select(Desired, Actual).Sample((desired, actual) =>
    {
        var after = Apply(actual, Reconciler.Compare(desired, actual, "engine"));
        return actual.Where(entry => BlockMark.Parse(entry.Value, "engine") is null)
            .SequenceEqual(after.Where(entry => BlockMark.Parse(entry.Value, "engine") is null));
    });

    [Fact]
    public void What_an_operator_blocks_by_hand_is_not_added_a_second_time()
    {
        var target = Target.ParseAddress("203.0.113.7")!.Value;
        var wanted = new Wanted(target, BlockMark.For("engine", SomeVerdict.Id("v"), SomeVerdict.Noon));

        Assert.Empty(Reconciler.Compare([wanted], [new PointEntry(target, "203.0.113.7", "ban")], "engine"));
    }

    [Fact]
    public void The_innocent_are_freed_before_the_guilty_are_blocked()
    {
        var gone = new PointEntry(
            Target.ParseAddress("203.0.113.9")!.Value, "203.0.113.9", BlockMark.For("engine", SomeVerdict.Id("old"), SomeVerdict.Noon).ToString(), "0x1");
        var wanted = new Wanted(Target.ParseAddress("203.0.113.7")!.Value, BlockMark.For("engine", SomeVerdict.Id("new"), SomeVerdict.Noon));

        Assert.Equal([ChangeKind.Remove, ChangeKind.Add], Reconciler.Compare([wanted], [gone], "engine").Select(change => change.Kind));
    }

    private static List<PointEntry> Apply(IEnumerable<PointEntry> actual, IReadOnlyList<PointChange> changes)
    {
        var entries = actual.ToList();
        foreach (var change in changes)
        {
            var place = entries.FindIndex(entry => ReferenceEquals(entry, change.Existing));
            if (change.Kind == ChangeKind.Add)
                entries.Add(new PointEntry(change.Target, change.Target.Value, change.Mark.ToString(), "new"));
            else if (change.Kind == ChangeKind.Refresh)
                entries[place] = entries[place] with { Value = change.Mark.ToString() };
            else
                entries.RemoveAt(place);
        }

        return entries;
    }
}
