using System.Globalization;
using Avro.IO;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;
using Engine.Sinks.Lines;

namespace Engine.Sinks.Kafka;

/// <summary>How things of one kind become records.</summary>
/// <param name="Schema">Their shape.</param>
/// <param name="Write">Writes one by the schema.</param>
/// <param name="KeyOf">Those of one key keep their order.</param>
/// <param name="NameOf">For messages.</param>
/// <param name="HeadersOf">What a consumer may want to know before it decodes.</param>
/// <param name="Shorten">The same with less: for a record that is too large.</param>
internal sealed record RecordKind<T>(
    TopicSchema Schema, Action<Encoder, T> Write, Func<T, string> KeyOf, Func<T, string> NameOf, Func<T, (string Name, string Value)[]> HeadersOf,
    Func<T, T> Shorten);

/// <summary>The kinds that there are.</summary>
internal static class RecordKinds
{
    public static RecordKind<Verdict> Verdict { get; } = new(
        TopicSchema.Verdict, AvroVerdict.Write, KeyOf, verdict => $"verdict {verdict.Id}",
        verdict => [("verdict-id", verdict.Id.ToString()), ("revision", verdict.Revision.ToString(CultureInfo.InvariantCulture))], Shortening.Of);

    public static RecordKind<DeadLetter> DeadLetter { get; } = new(
        TopicSchema.DeadLetter, AvroDeadLetter.Write, letter => $"{letter.Position.Source}/{letter.Position.Partition}",
        letter => $"dead letter {letter.Position}", _ => [], Shortening.Of);

    private static string KeyOf(Verdict verdict) => $"{WireNames.Of(verdict.Actor.Key.Kind)}:{verdict.Actor.Key.Value}";
}
