using System.Text;
using Confluent.Kafka;
using Engine.Schemas;
using Engine.Sinks.Kafka;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Tests.Sinks.Kafka;

public sealed class RecordTopicTests
{
    private static readonly byte[] Prefix = TopicSchema.Verdict.SingleObjectPrefix();
    private static readonly RecordTopic<Verdict> Verdicts = new(RecordKinds.Verdict, "v", 7, Prefix, 20_000);
    private static readonly RecordTopic<DeadLetter> Letters = new(RecordKinds.DeadLetter, "d", 7, TopicSchema.DeadLetter.SingleObjectPrefix(), 20_000);

    [Fact]
    public void A_verdict_is_keyed_by_its_actor_and_says_what_it_is()
    {
        var verdict = SomeVerdict.On("203.0.113.7", revision: 3, actor: SomeVerdict.Person("alice"));
        var record = Verdicts.Record(verdict);
        Assert.Equal("user:alice", Encoding.UTF8.GetString(record.Message.Key));
        Assert.Equal(new TopicPartition("v", PartitionChoice.Of("user:alice", 7)), record.Place);
        Assert.Equal(
            [("content-type", "avro/binary"), ("schema-fingerprint", $"{TopicSchema.Verdict.Fingerprint:x16}"), ("verdict-id", verdict.Id.ToString()), ("revision", "3")],
            HeadersOf(record));
        Assert.Equal(Prefix, record.Message.Value[..10]);
    }

    [Fact]
    public void A_dead_letter_is_keyed_by_the_partition_it_was_read_from()
    {
        var record = Letters.Record(Letter("x"));
        Assert.Equal("edge/3", Encoding.UTF8.GetString(record.Message.Key));
        Assert.Equal(["content-type", "schema-fingerprint"], HeadersOf(record).Select(header => header.Name));
    }

    [Fact]
    public void A_verdict_that_is_too_large_goes_shorter_and_says_so()
    {
        var signal = SomeVerdict.Evidence(SomeVerdict.Person("alice"), SomeVerdict.Noon);
        var many = SomeVerdict.On("203.0.113.7", actor: SomeVerdict.Person("alice")) with
        {
            Signals = [signal with { Events = [.. Enumerable.Range(0, 1_000).Select(number => SomeVerdict.Id($"{number}"))] }],
        };
        var record = Verdicts.Record(many);
        Assert.InRange(record.Size, 1, 20_000);
        Assert.Null(record.Shorter);
        Assert.Contains(("truncated", "true"), HeadersOf(record));
        Assert.Equal("user:alice", Encoding.UTF8.GetString(record.Message.Key));
    }

    [Fact]
    public void A_record_that_fits_has_a_shorter_one_at_hand()
    {
        var record = Letters.Record(Letter(new string('x', 500)));
        Assert.DoesNotContain(HeadersOf(record), header => header.Name == "truncated");
        var shorter = record.Shorter!();
        Assert.True(shorter.Message.Value.Length < record.Message.Value.Length - 490);
        Assert.Contains(("truncated", "true"), HeadersOf(shorter));
        Assert.Null(shorter.Shorter);
    }

    [Fact]
    public void Shorter_means_fewer_targets_and_never_other_ones()
    {
        string[] users = [new string('x', 257), "alice", .. Enumerable.Range(0, 20).Select(number => $"u-{number}")];
        var verdict = SomeVerdict.On("203.0.113.7", targets: new VerdictTargets(["203.0.113.7"], users, [], [])) with { Explanation = new string('e', 5_000) };
        var shorter = Shortening.Of(verdict);
        Assert.Equal(["alice", "u-0", "u-1", "u-2", "u-3", "u-4", "u-5", "u-6"], shorter.Targets.Users);
        Assert.Equal(1_001, shorter.Explanation.Length);
        Assert.Equal(
            (verdict.Id, verdict.Revision, verdict.Actor, verdict.Action, verdict.Expires, verdict.EventCount),
            (shorter.Id, shorter.Revision, shorter.Actor, shorter.Action, shorter.Expires, shorter.EventCount));
    }

    private static DeadLetter Letter(string sample) => new(new SourcePosition("edge", 3, 17, 0), SomeVerdict.Noon, "ingest", null, "no time", sample, 9);

    private static IEnumerable<(string Name, string Value)> HeadersOf(OutgoingRecord record) =>
        record.Message.Headers.Select(header => (header.Key, Encoding.UTF8.GetString(header.GetValueBytes())));
}
