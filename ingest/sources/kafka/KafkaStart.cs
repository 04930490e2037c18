using System.Globalization;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Where an unknown partition begins.</summary>
/// <param name="IsLatest">Behind everything that is there; else at the first record, or at <paramref name="Time"/>.</param>
/// <param name="Time">At the first record that is not older; null: no time was given.</param>
internal readonly record struct KafkaStart(bool IsLatest, DateTimeOffset? Time)
{
    public const string Earliest = "earliest";
    public const string Latest = "latest";

    public static bool TryParse(string text, out KafkaStart start)
    {
        start = new KafkaStart(text == Latest, null);
        if (text is Earliest or Latest)
            return true;
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        start = new KafkaStart(IsLatest: false, isTime ? time : null);
        return isTime;
    }
}
