namespace Engine.Schemas;

/// <summary>Which moment of the call the source's time marks.</summary>
public enum CallMoment { Start, End }
