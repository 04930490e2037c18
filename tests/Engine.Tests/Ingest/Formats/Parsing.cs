using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

/// <summary>Hands one record to a format.</summary>
internal static class Parsing
{
    public static readonly SourcePosition Position = new("test.log", 0, 100, 0);

    public static Dictionary<string, string> Map(params (string Field, string Path)[] fields) =>
        fields.ToDictionary(field => field.Field, field => field.Path);

    public static ParsedRecords All(this IRecordFormat format, string record) => format.All(Encoding.UTF8.GetBytes(record));

    public static ParsedRecords All(this IRecordFormat format, byte[] record)
    {
        var parsed = new ParsedRecords { Environment = "staging" };
        format.Parse(new RawRecord(record, Position, DateTimeOffset.UnixEpoch), parsed);
        return parsed;
    }

    public static ApiEvent Call(this IRecordFormat format, string record)
    {
        var parsed = format.All(record);
        Assert.Empty(parsed.Refused);
        return Assert.Single(parsed.Calls);
    }

    public static string Refusal(this IRecordFormat format, string record)
    {
        var parsed = format.All(record);
        Assert.Empty(parsed.Calls);
        return Assert.Single(parsed.Refused).Reason;
    }

    public static void RefusesEveryTruncationOf(this IRecordFormat format, string record)
    {
        for (var length = 0; length < record.Length; length++)
            Assert.Single(format.All(record[..length]).Refused);
    }

    public static void ReadsTheTimeOf(this IRecordFormat format, string record)
    {
        Assert.True(format.TryReadTime(Encoding.UTF8.GetBytes(record), out var at));
        Assert.Equal(format.All(record).Calls[0].At, at);
        Assert.False(format.TryReadTime("{}"u8, out _));
        Assert.False(format.TryReadTime("no record"u8, out _));
    }
}
