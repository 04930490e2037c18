namespace Engine.Detection;

/// <summary>What every detector can be told.</summary>
public abstract record DetectorOptions
{
    /// <summary>Whether signals count towards verdicts (active) or are only recorded (shadow). Default active.</summary>
    public DetectorMode Mode { get; init; } = DetectorMode.Active;
}
