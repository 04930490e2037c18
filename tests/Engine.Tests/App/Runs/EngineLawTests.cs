using CsCheck;

namespace Engine.Tests.App.Runs;

/// <summary>
/// What a live engine writes depends on its input and on nothing else: not on batches, lanes, the order in which stages happen to run, nor
/// on where it was killed and begun again, from its checkpoint or, where that is lost, from what it reads back.
/// </summary>
public sealed class EngineLawTests
{
    private const int Calls = 1500;

    private static readonly Gen<int> Seed = Gen.Int[0, 1_000_000];
    private static readonly Gen<int> Partitions = Gen.Int[1, 4];
    private static readonly Gen<int> Lanes = Gen.Int[0, 2].Select(i => new[] { 1, 2, 8 }[i]);
    private static readonly Gen<int> Batch = Gen.Frequency((1, Gen.Int[1, 8]), (3, Gen.Int[9, 4096]));

    /// <summary>How one life goes, and what becomes of its checkpoints.</summary>
    private static readonly Gen<Life> Lives = Gen.Select(Lanes, Batch, Gen.Int[1, Calls / 2], Gen.Enum<Fate>(), (lanes, batch, died, fate) => new Life(lanes, batch, died, fate));

    private enum Fate { Kept, Corrupted, Deleted }

    [Fact]
    public async Task The_traffic_of_the_laws_leads_to_verdicts_of_several_kinds()
    {
        using var engine = new LawEngine();
        var result = await engine.LiveAsync(new LawInput(LawLog.Of(1, Calls), partitions: 2, seed: 1));
        Assert.True(result!.IsExact);
        Assert.InRange(result.Ledger.Latest.Select(verdict => verdict.Signals[0].Detector).Distinct().Count(), 2, 10);
        Assert.InRange(result.Counters.Sessions, 20, Calls);
    }

    [Fact]
    public Task Neither_batches_nor_lanes_nor_the_order_of_stages_change_a_byte() => Gen.Select(Seed, Partitions, Lanes, Batch).SampleAsync(async (seed, partitions, lanes, batch) =>
    {
        var input = new LawInput(LawLog.Of(seed, Calls), partitions, seed);
        using var engine = new LawEngine();
        var result = await engine.LiveAsync(input, lanes, batch, isFuzzed: true);
        Assert.Equal(await UndisturbedAsync(input), engine.Verdicts);
        Assert.True(result!.IsExact);
    }, iter: 12, threads: 1);

    [Fact]
    public Task Killed_anywhere_and_begun_again_it_writes_what_it_would_have_written() => Gen.Select(Seed, Partitions, Lives.Array[1, 3]).SampleAsync(async (seed, partitions, lives) =>
    {
        var input = new LawInput(LawLog.Of(seed, Calls), partitions, seed);
        using var engine = new LawEngine();
        foreach (var life in lives)
        {
            await engine.LiveAsync(input, life.Lanes, life.Batch, life.KilledAfter, isFuzzed: true);
            if (life.Fate == Fate.Corrupted)
                engine.Corrupt();
            else if (life.Fate == Fate.Deleted)
                engine.DeleteCheckpoints();
        }

        var result = await engine.LiveAsync(input, lives[0].Lanes, lives[^1].Batch, isFuzzed: true);
        Assert.Equal(await UndisturbedAsync(input), engine.Verdicts);
        Assert.True(result!.IsExact);
    }, iter: 12, threads: 1);

    private static async Task<string> UndisturbedAsync(LawInput input)
    {
        using var engine = new LawEngine();
        await engine.LiveAsync(input);
        return engine.Verdicts;
    }

    private sealed record Life(int Lanes, int Batch, int KilledAfter, Fate Fate);
}
