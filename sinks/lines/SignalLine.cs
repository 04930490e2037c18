namespace Engine.Sinks.Lines;

/// <summary>A contributing signal as the verdict line carries it. Measures that are no finite number are null.</summary>
public sealed record SignalLine(
    string Detector, double Strength, string Reason, double? Observed, double? Expected, double? Threshold,
    DateTimeOffset FirstEvent, DateTimeOffset LastEvent);
