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
}
