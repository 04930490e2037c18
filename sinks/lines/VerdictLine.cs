using System.Buffers;
using Engine.Schemas;

namespace Engine.Sinks.Lines;

/// <summary>
/// A verdict as one JSON line: <c>schemas/wire/verdict.schema.json</c>. The names and their order are a promise to scripts.
/// Numbers are rounded here, once, so that the line, its reader and a comparison of two runs see the same values.
/// </summary>
public sealed record VerdictLine
{
    public required EventId Id { get; init; }
    public required int Revision { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required ActorKey Actor { get; init; }
    public required IReadOnlyList<string> Categories { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>0 to 1, four decimals.</summary>
    public required double Confidence { get; init; }

    /// <summary>0 to 100, two decimals.</summary>
    public required double Score { get; init; }
    public required VerdictAction Action { get; init; }
    public required DateTimeOffset Expires { get; init; }
    public required DateTimeOffset FirstEvent { get; init; }
    public required DateTimeOffset LastEvent { get; init; }
    public required long EventCount { get; init; }
    public required VerdictTargets Targets { get; init; }
    public required IReadOnlyList<SignalLine> Signals { get; init; }
    public required string Explanation { get; init; }
    public required string Counterfactual { get; init; }

    public static VerdictLine Of(Verdict verdict) => new()
    {
        Id = verdict.Id,
        Revision = verdict.Revision,
        Time = Micros(verdict.Time),
        Actor = verdict.Actor.Key,
        Categories = verdict.Categories,
        Severity = verdict.Severity,
        Confidence = Within(verdict.Confidence, 1, 4),
        Score = Within(verdict.Score, 100, 2),
        Action = verdict.Action,
        Expires = Micros(verdict.Expires),
        FirstEvent = Micros(verdict.FirstEvent),
        LastEvent = Micros(verdict.LastEvent),
        EventCount = verdict.EventCount,
        Targets = verdict.Targets,
        Signals =
        [
            .. verdict.Signals.Select(signal => new SignalLine(
                signal.Detector, Within(signal.Strength, 1, 4), signal.Reason, Measure(signal.Observed), Measure(signal.Expected),
                Measure(signal.Threshold), Micros(signal.From), Micros(signal.To))),
        ],
        Explanation = verdict.Explanation,
        Counterfactual = verdict.Counterfactual,
    };

    /// <summary>Reads a line back, to compare two runs. Unknown fields are passed over: a newer engine may write more.</summary>
    /// <exception cref="FormatException">The line is no verdict; the message says what is wrong.</exception>
    public static VerdictLine Read(ReadOnlyMemory<byte> line) => VerdictLineReader.Read(line);

    /// <summary>Writes the line with its line feed.</summary>
    public void WriteTo(IBufferWriter<byte> into) => VerdictLineWriter.Write(this, into);

    private static DateTimeOffset Micros(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>A share that left its range by a rounding error returns into it; what is no number at all counts as nothing.</summary>
    private static double Within(double value, double most, int digits) =>
        double.IsNaN(value) ? 0 : Math.Round(Math.Clamp(value, 0, most), digits, MidpointRounding.ToEven) + 0.0;

    /// <summary>Four decimals; null for infinities and NaN, which JSON cannot hold.</summary>
    private static double? Measure(double value) => double.IsFinite(value) ? Math.Round(value, 4, MidpointRounding.ToEven) + 0.0 : null;
}
