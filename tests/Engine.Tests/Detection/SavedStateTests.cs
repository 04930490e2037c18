using System.Buffers;
using CsCheck;
using Engine.Detection.Baselines;
using Engine.Detection.Sessions;
using Engine.Detection.Sketches;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Tests.Detection;

/// <summary>What is read back goes on as what was saved would have, beyond every size at which it changes its shape.</summary>
public sealed class SavedStateTests
{
    [Fact]
    public void A_set_of_two_hours() => Gen.Select(Gen.Int[0, 700], Gen.Int[0, 300], Gen.Int[0, 700], Gen.Int[0, 300], Gen.Bool).Sample(
        (before, late, now, later, rolls) =>
        {
            var set = default(RecentSet);
            Fill(ref set, before, 0, isLate: false);
            if (rolls)
                set.Roll(isNext: true);
            Fill(ref set, late, 400, isLate: true);
            Fill(ref set, now, 500, isLate: false);
            var read = Read(set, static (ref MessagePackWriter writer, RecentSet saved) => RecentSet.Save(ref writer, saved), RecentSet.Load);
            Assert.Equal(set.Count, read.Count);
            Assert.Equal(Fill(ref set, later, 600, isLate: false), Fill(ref read, later, 600, isLate: false));
            Assert.Equal(Fill(ref set, later, 900, isLate: true), Fill(ref read, later, 900, isLate: true));
            set.Roll(isNext: true);
            read.Roll(isNext: true);
            Assert.Equal(set.Count, read.Count);
        }, iter: 100);

    [Fact]
    public void Quantiles() => Gen.Select(Gen.Long[0, long.MaxValue].Array[1, 40], Gen.Int[0, 62], Gen.Long[0, 100_000].Array[0, 40]).Sample((first, shift, more) =>
    {
        var sketch = new QuantileSketch();
        Add(sketch, first.Select(value => value >> shift));
        var read = Read(sketch, QuantileSketch.Save, QuantileSketch.Load);
        Add(sketch, more);
        Add(read, more);
        Assert.Equal(Describe(sketch), Describe(read));
        Assert.Equal(Bytes(sketch, QuantileSketch.Save), Bytes(read, QuantileSketch.Save));
    }, iter: 100);

    [Fact]
    public void A_sample_of_objects_and_their_visitors() => Gen.Select(Gen.Int[0, 1500], Gen.Int[0, 1500]).Sample((first, more) =>
    {
        var sharing = new ObjectSharing();
        Visit(sharing, 0, first);
        var read = Read(sharing, ObjectSharing.Save, ObjectSharing.Load);
        Assert.Equal(sharing.Ceiling, read.Ceiling);
        Visit(sharing, first, more);
        Visit(read, first, more);
        Assert.Equal(Bytes(sharing, ObjectSharing.Save), Bytes(read, ObjectSharing.Save));
    }, iter: 30);

    [Fact]
    public void A_session_of_any_length_over_known_and_unknown_endpoints() => Gen.Select(Gen.Int[1, 150], Gen.Int[0, 100]).Sample((first, more) =>
    {
        var actor = new ActorState(Some.User());
        var session = new OpenSession(7, "staging", Some.Start.UtcTicks);
        for (var i = 0; i < first; i++)
        {
            if (i % 3 == 0)
                actor.At(At(i));
            session.Add(At(i), At(i).Tick.UtcTicks);
        }

        var read = Read(
            (session, actor), static (ref MessagePackWriter writer, (OpenSession Session, ActorState Actor) saved) => OpenSession.Save(ref writer, saved.Session, saved.Actor.Activity),
            (ref MessagePackReader reader) => OpenSession.Load(ref reader, actor.Activity, new SharedNames()));
        for (var i = first; i < first + more; i++)
        {
            session.Add(At(i), At(i).Tick.UtcTicks);
            read.Add(At(i), At(i).Tick.UtcTicks);
        }

        Assert.Equivalent(session.End(actor.Actor, SessionEnd.Gap), read.End(actor.Actor, SessionEnd.Gap), strict: true);
    }, iter: 60);

    [Fact]
    public void Everything_that_an_actor_can_be_blocked_by()
    {
        var run = new SavedRun(new Detecting());
        var calls = Enumerable.Range(0, 60).Select(i => Shown(i)).ToList();
        run.See(calls.Take(30)).Save(isWhole: true);
        var restored = run.Restored(new Detecting()).See(calls.Skip(30)).Seen.Verdicts[^1].Targets;
        var seen = run.See(calls.Skip(30)).Seen.Verdicts[^1].Targets;
        Assert.True(seen is { Addresses.Count: > 3, Tokens.Count: > 3, Sessions.Count: > 3, Users.Count: > 3 });
        Assert.Equivalent(seen, restored, strict: true);
    }

    private static EnrichedEvent Shown(int number)
    {
        var call = Some.Call(Some.Key("partner"), objectId: $"{number}", atSeconds: number, status: number % 2 == 0 ? 404 : 200);
        return call with
        {
            ClientAddress = new System.Net.IPAddress([203, 0, 113, (byte)(number / 5)]),
            Call = call.Call with
            {
                Authentication = new AuthenticationEvidence
                {
                    Scheme = AuthenticationScheme.ApiKey,
                    CredentialHash = $"key{number / 6}",
                    Session = $"session{number / 7}",
                    Consumer = $"partner{number / 8}",
                },
            },
        };
    }

    private static EnrichedEvent At(int number) => Some.Call(to: new Endpoint("api", "GET", $"/v{number % 90}"), atSeconds: number);

    private static int Fill(ref RecentSet set, int count, int from, bool isLate)
    {
        var fresh = 0;
        for (var i = from; i < from + count; i++)
        {
            var value = StableHash.Combine((ulong)i, 1);
            fresh += (isLate ? set.AddBefore(value) : set.Add(value)) ? 1 : 0;
        }

        return (fresh * 10_000) + set.Count;
    }

    private static void Add(QuantileSketch sketch, IEnumerable<long> values)
    {
        foreach (var value in values)
            sketch.Add(value);
    }

    private static string Describe(QuantileSketch sketch) =>
        string.Join(' ', new[] { 1, 250, 500, 990, 999, 1000 }.Select(sketch.PerMille).Append(sketch.Count).Append(sketch.Max));

    private static void Visit(ObjectSharing sharing, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            sharing.Add(StableHash.Combine((ulong)(i * 7 % 1100), 3), (ulong)(i % 5));
    }

    private static T Read<TSaved, T>(TSaved saved, SaveState<TSaved> save, Reads<T> read)
    {
        var reader = new MessagePackReader(Bytes(saved, save));
        var value = read(ref reader);
        Assert.True(reader.End);
        return value;
    }

    private static byte[] Bytes<T>(T saved, SaveState<T> save)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        save(ref writer, saved);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private delegate T Reads<out T>(ref MessagePackReader reader);
}
