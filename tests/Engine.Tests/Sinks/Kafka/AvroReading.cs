using System.Collections;
using System.Text;
using Avro.Generic;
using Avro.IO;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;
using Encoder = Avro.IO.Encoder;
using Schema = Avro.Schema;

namespace Engine.Tests.Sinks.Kafka;

/// <summary>What Apache Avro's own generic reader makes of our bytes, compared with the record that was written.</summary>
internal static class AvroReading
{
    /// <summary>Where the two differ; empty: nowhere, and every byte was read.</summary>
    public static IReadOnlyList<string> Differences<T>(TopicSchema topic, Action<Encoder, T> write, T written)
    {
        using var stream = new MemoryStream();
        write(new BinaryEncoder(stream), written);
        stream.Position = 0;
        var schema = Schema.Parse(topic.Text);
        var read = new GenericDatumReader<GenericRecord>(schema, schema).Read(null!, new BinaryDecoder(stream));
        var differences = new List<string>();
        Compare(typeof(T).Name, read, written, differences);
        if (stream.Position != stream.Length)
            differences.Add($"{stream.Length - stream.Position} bytes are left over");
        return differences;
    }

    private static void Compare(string at, object? read, object? written, List<string> differences)
    {
        written = Plain(written);
        if (read is GenericRecord record && written is not null)
        {
            foreach (var field in record.Schema.Fields)
                Compare($"{at}.{field.Name}", record[field.Name], written.GetType().GetProperty(Pascal(field.Name))!.GetValue(written), differences);
        }
        else if (read is Array items && written is IEnumerable expected and not string)
        {
            var all = expected.Cast<object>().ToList();
            if (all.Count != items.Length)
                differences.Add($"{at} has {items.Length} items, not {all.Count}");
            for (var index = 0; index < Math.Min(all.Count, items.Length); index++)
                Compare($"{at}[{index}]", items.GetValue(index), all[index], differences);
        }
        else if (!Equals(read is GenericEnum word ? word.Value : read, written))
        {
            differences.Add($"{at} is {read}, not {written}");
        }
    }

    /// <summary>As Avro's reader gives it: times in whole microseconds, words in lower case, text as valid UTF-8.</summary>
    private static object? Plain(object? value) => value switch
    {
        DateTimeOffset at => new DateTime(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc),
        EventId id => id.Value,
        Actor actor => actor.Key,
        string text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)),
        Enum word => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()),
        TimeSpan length => length.Ticks / TimeSpan.TicksPerMicrosecond,
        System.Net.IPAddress address => address.ToString(),
        _ => value,
    };

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
