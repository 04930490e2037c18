using System.Text;
using CsCheck;
using Engine.Enrichment;
using Engine.Enrichment.Endpoints;
using Engine.Schemas;
using MessagePack;

namespace Engine.Tests.Enrichment;

/// <summary>Restore equals no interruption, wherever the checkpoint is taken and whatever happens while it is written.</summary>
public sealed class EnricherStateTests
{
    private const int Calls = 500;

    private static readonly Gen<(int Seed, int First, int[] Gaps, int Entries)> s_runs =
        Gen.Select(Gen.Int, Gen.Int[0, Calls], Gen.Int[0, 60].Array[0, 4], Gen.Int[1, 90]);

    [Fact]
    public void Restored_at_any_point_says_the_same_of_every_later_call() => s_runs.Sample(run =>
    {
        var calls = new Traffic(run.Seed).Next(Calls);
        var whole = EnrichmentCall.Enricher(Traffic.Tight);
        var said = calls.ConvertAll(whole.Say);

        var (chain, barrier) = Interrupted(calls, run.First, run.Gaps, run.Entries);
        var restored = Checkpoints.Restore(Traffic.Tight, chain);

        Assert.Equal(said[barrier..], calls[barrier..].ConvertAll(restored.Say));
        Assert.Equal(whole.Table(), restored.Table());
        Assert.Equal(whole.Counts(), restored.Counts());
    }, iter: 150);

    [Fact]
    public void Restored_twice_is_restored_once() => s_runs.Sample(run =>
    {
        var calls = new Traffic(run.Seed).Next(Calls);
        var whole = EnrichmentCall.Enricher(Traffic.Tight);
        var said = calls.ConvertAll(whole.Say);
        var (chain, barrier) = Interrupted(calls, run.First, run.Gaps, run.Entries);
        var middle = Math.Min(Calls, barrier + 50);

        var second = Checkpoints.Restore(Traffic.Tight, chain);
        calls[barrier..middle].ForEach(call => second.Enrich(call));
        chain.Add(Checkpoints.Take(second, isWhole: false));
        var third = Checkpoints.Restore(Traffic.Tight, chain);

        Assert.Equal(said[middle..], calls[middle..].ConvertAll(third.Say));
        Assert.Equal(whole.Table(), third.Table());
    }, iter: 50);

    [Fact]
    public void What_was_restored_is_what_was_there_at_the_mark() => s_runs.Sample(run =>
    {
        var calls = new Traffic(run.Seed).Next(Calls);
        var (chain, barrier) = Interrupted(calls, run.First, run.Gaps, run.Entries);
        var there = EnrichmentCall.Enricher(Traffic.Tight);
        calls[..barrier].ForEach(call => there.Enrich(call));

        Assert.Equal(Checkpoints.Entries(Checkpoints.Take(there, isWhole: true)), Checkpoints.Entries(Checkpoints.Take(Checkpoints.Restore(Traffic.Tight, chain), isWhole: true)));
    }, iter: 100);

    [Fact]
    public void The_traffic_of_these_laws_reaches_what_they_are_about()
    {
        var enricher = EnrichmentCall.Enricher(Traffic.Tight);
        new Traffic(1).Next(3 * Calls).ForEach(call => enricher.Enrich(call));

        var counts = enricher.Statistics;
        Assert.InRange(enricher.Endpoints.Moves.Count, 10, 1_000);
        Assert.InRange(counts.WithdrawnCredentials, 10, 10_000);
        Assert.InRange(counts.OverflowedEndpoints, 10, 10_000);
        Assert.Equal(0, counts.ForgottenCredentials);
    }

    [Fact]
    public void A_delta_without_traffic_holds_counters_only()
    {
        var enricher = EnrichmentCall.Enricher();
        new Traffic(2).Next(Calls).ForEach(call => enricher.Enrich(call));
        Checkpoints.Take(enricher, isWhole: true);

        enricher.BeginCheckpoint(isWhole: false);
        var into = new StateBuffer();
        Assert.True(enricher.ContinueCheckpoint(Portion.Of(1), into));
        Assert.Equal(1, into.Count);
    }

    [Fact]
    public void A_checkpoint_is_written_as_slowly_as_asked()
    {
        var enricher = EnrichmentCall.Enricher();
        new Traffic(3).Next(Calls).ForEach(call => enricher.Enrich(call));
        enricher.BeginCheckpoint(isWhole: true);
        var into = new StateBuffer();
        bool isComplete;
        do
        {
            var before = into.Count;
            isComplete = enricher.ContinueCheckpoint(Portion.Of(10), into);
            Assert.InRange(into.Count - before, 0, 11);
        }
        while (!isComplete);

        Assert.InRange(into.Count, 100, 10_000);
    }

    [Fact]
    public void An_incomplete_checkpoint_is_followed_by_a_whole_one_only()
    {
        var enricher = EnrichmentCall.Enricher();
        enricher.Enrich(EnrichmentCall.Get("/a/b"));
        enricher.BeginCheckpoint(isWhole: true);

        Assert.Throws<InvalidOperationException>(() => enricher.BeginCheckpoint(isWhole: false));
        Assert.Equal(enricher.Table(), Checkpoints.Restore(null, [Checkpoints.Take(enricher, isWhole: true)]).Table());
    }

    [Fact]
    public void A_forgotten_credential_is_forgotten_in_the_checkpoint_too()
    {
        Enricher.Options Small(Enricher.Options options) => options with { VerifiedCredentials = 1_000 };
        var enricher = EnrichmentCall.Enricher(Small);
        void Show(int from, int to)
        {
            for (var i = from; i < to; i++)
                enricher.Enrich(EnrichmentCall.Get("/private", evidence: EnrichmentCall.Bearer("secret " + i, gateway: true)));
        }

        Show(0, 1_000);
        var first = Checkpoints.Take(enricher, isWhole: true);
        Show(1_000, 1_500);
        var second = Checkpoints.Take(enricher, isWhole: false);

        var restored = Checkpoints.Restore(Small, [first, second]);

        Assert.Equal(1_000, restored.Statistics.Credentials);
        Assert.Equal(500, restored.Statistics.ForgottenCredentials);
        Assert.True(restored.Enrich(EnrichmentCall.Get("/private", evidence: EnrichmentCall.Bearer("secret 1499"))).IsVerified);
    }

    [Fact]
    public void No_secret_is_in_a_checkpoint()
    {
        var enricher = EnrichmentCall.Enricher();
        var calls = new Traffic(4).Next(2_000);
        calls.ForEach(call => enricher.Enrich(call));

        var text = Encoding.Latin1.GetString(Checkpoints.Take(enricher, isWhole: true));

        Assert.DoesNotContain("-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com@", text, StringComparison.Ordinal);
        var tokens = calls.Select(call => call.Authentication?.Credential).OfType<string>().Distinct().ToList();
        Assert.NotEmpty(tokens);
        Assert.All(tokens, token => Assert.DoesNotContain(token, text, StringComparison.Ordinal));
        // It is no empty one either.
        Assert.Contains("user", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_under_another_key_verifies_nobody()
    {
        var enricher = EnrichmentCall.Enricher();
        var call = EnrichmentCall.Get("/private", evidence: EnrichmentCall.Bearer("secret", gateway: true));
        enricher.Enrich(call);
        var checkpoint = Checkpoints.Take(enricher, isWhole: true);
        var shown = EnrichmentCall.Get("/private", evidence: EnrichmentCall.Bearer("secret"), status: 403);

        Assert.True(Checkpoints.Restore(null, [checkpoint]).Enrich(shown).IsVerified);
        Assert.False(Checkpoints.Restore(options => options with { SecretKey = "another key of 24 bytes."u8.ToArray() }, [checkpoint]).Enrich(shown).IsVerified);
    }

    [Fact]
    public void Sections_of_others_are_left_to_them() =>
        Assert.False(EnrichmentCall.Enricher().Restore(new StateEntry(StateSection.Actors, new byte[3], new byte[3])));

    [Fact]
    public void Damaged_state_is_refused_or_harmless()
    {
        var calls = new Traffic(5).Next(Calls);
        var enricher = EnrichmentCall.Enricher(Traffic.Tight);
        calls.ForEach(call => enricher.Enrich(call));
        var checkpoint = Checkpoints.Take(enricher, isWhole: true);
        Gen.Select(Gen.Int[0, checkpoint.Length - 1], Gen.Byte, Gen.Bool).Sample((place, value, isCut) =>
        {
            var damaged = isCut ? checkpoint[..place] : [.. checkpoint[..place], value, .. checkpoint[(place + 1)..]];
            try
            {
                var restored = Checkpoints.Restore(Traffic.Tight, [damaged]);
                calls.ForEach(call => restored.Enrich(call));
            }
            catch (Exception refused) when (refused is InvalidDataException or MessagePackSerializationException or Xunit.Sdk.TrueException)
            {
                // Refused, or an entry of nobody's.
            }
        }, iter: 500);
    }

    [Fact]
    public void Moves_in_a_ring_are_refused()
    {
        var enricher = EnrichmentCall.Enricher(Traffic.Tight);
        var into = new StateBuffer();
        Put(into, 1, 0, static (ref MessagePackWriter writer) =>
        {
            writer.Write("api");
            writer.Write(0);
            ServiceSources.Save(ref writer, default);
        });
        Put(into, 3, 0, static (ref MessagePackWriter writer) => WriteEndpoint(ref writer, successor: 1, move: 0));
        Put(into, 3, 1, static (ref MessagePackWriter writer) => WriteEndpoint(ref writer, successor: 0, move: 1));
        var bytes = into.Written;
        while (StateBuffer.TryRead(ref bytes, out var entry))
            enricher.Restore(entry);

        Assert.Contains("ring", Assert.Throws<InvalidDataException>(enricher.CompleteRestore).Message, StringComparison.Ordinal);
    }

    private delegate void Write(ref MessagePackWriter writer);

    private static void Put(StateBuffer into, byte part, byte number, Write write) =>
        into.Put(StateSection.Services, [part, 0, 0, 0, 0, number, 0, 0, 0, 0, 0, 0, 0], write, static (ref MessagePackWriter writer, Write value) => value(ref writer));

    private static void WriteEndpoint(ref MessagePackWriter writer, int successor, int move)
    {
        writer.Write("GET");
        writer.Write("/" + move);
        writer.Write(0);
        writer.Write(true);
        writer.Write(successor);
        writer.Write(move);
        writer.WriteArrayHeader(0);
        FewSources.Save(ref writer, default);
        FewSources.Save(ref writer, default);
        writer.Write(false);
        writer.Write(0);
    }

    /// <summary>Runs on while checkpoints are written, the first whole, the others of changes; says where the last one was marked.</summary>
    private static (List<byte[]> Chain, int Barrier) Interrupted(List<ApiEvent> calls, int first, int[] gaps, int entries)
    {
        var enricher = EnrichmentCall.Enricher(Traffic.Tight);
        var chain = new List<byte[]>();
        var done = 0;
        void RunTo(int call)
        {
            for (; done < Math.Min(call, calls.Count); done++)
                enricher.Enrich(calls[done]);
        }

        var barrier = 0;
        foreach (var gap in gaps.Prepend(first))
        {
            RunTo(done + gap);
            barrier = done;
            enricher.BeginCheckpoint(isWhole: chain.Count == 0);
            var into = new StateBuffer();
            do
                RunTo(done + 1 + entries % 4);
            while (!enricher.ContinueCheckpoint(Portion.Of(entries), into));
            chain.Add(into.Written.ToArray());
        }

        return (chain, barrier);
    }
}
