using CsCheck;
using Engine.Schemas;

namespace Engine.Tests.Sinks.Lines;

/// <summary>Arbitrary verdicts, the hostile ones included.</summary>
internal static class SomeLines
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String, Gen.Int[0, 5].Select(which => which switch
        {
            0 => "\"}\n{\"id\":1}",
            1 => "\u001b]0;owned\a",
            2 => "\ud800 half a pair",
            3 => "\u202egnp.exe",
            4 => "</script>",
            _ => "",
        }));

    private static readonly Gen<double> Numbers = Gen.OneOf(Gen.Double, Gen.Int[0, 4].Select(which => which switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => -0.0,
        3 => 1e300,
        _ => 0.00005,
    }));

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[0, TimeSpan.TicksPerDay].Select(ticks => SomeVerdict.Noon.AddTicks(ticks));

    private static readonly Gen<Signal> Signals = Gen.Select(Texts, Numbers, Numbers, Times).Select((text, one, two, at) =>
        SomeVerdict.Evidence(SomeVerdict.Person("p"), at) with { Reason = text, Strength = one, Observed = one, Expected = two, Threshold = -two });

    public static readonly Gen<Verdict> Verdicts = Gen.Select(
        Gen.Select(Texts, Texts.Array[0, 3], Signals.Array[0, 3]), Gen.Select(Numbers, Numbers), Gen.Select(Times, Gen.Int[1, 99], Gen.Guid),
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 3])).Select((said, numbers, when, kinds) =>
            SomeVerdict.On("203.0.113.7", revision: when.Item2, action: (VerdictAction)kinds.Item2, at: when.Item1,
                actor: new Actor(new ActorKey((ActorKind)kinds.Item1, said.Item1)), targets: new VerdictTargets(said.Item2, said.Item2, [], said.Item2)) with
            {
                Id = new EventId(when.Item3),
                Explanation = said.Item1,
                Counterfactual = said.Item1,
                Categories = said.Item2,
                Signals = said.Item3,
                Severity = (Severity)kinds.Item3,
                Confidence = numbers.Item1,
                Score = numbers.Item2,
            });
}
