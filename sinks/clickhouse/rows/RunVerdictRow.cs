using System.Buffers;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>What one run decided, as a row of <c>run_verdicts_data</c>, with the verdict line as it stands in a file of lines.</summary>
public static class RunVerdictRow
{
    public static RowTable Table { get; } = RowTable.Of("run_verdicts_data",
        "run verdict_id revision time actor_kind actor action score categories detectors line");

    public static void Write(RowBlock row, string run, Verdict verdict)
    {
        row.Text(run);
        row.Uuid(verdict.Id.Value);
        row.UInt32((uint)verdict.Revision);
        row.Time(verdict.Time);
        Words<ActorKind>.Write(row, (int)verdict.Actor.Key.Kind);
        row.Text(verdict.Actor.Key.Value);
        row.Byte((byte)verdict.Action);
        row.Float64(verdict.Score);
        row.Count(verdict.Categories.Count);
        foreach (var category in verdict.Categories)
            row.Text(category);
        row.Count(verdict.Signals.Count);
        foreach (var signal in verdict.Signals)
            row.Text(signal.Detector);
        var line = new ArrayBufferWriter<byte>(1024);
        VerdictLine.Of(verdict).WriteTo(line);
        row.Blob(line.WrittenSpan.TrimEnd((byte)'\n'));
        row.EndRow();
    }
}
