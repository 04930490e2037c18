namespace Engine.Detection;

/// <summary>Shadow: signals are recorded, no verdict comes of them. Active: they count.</summary>
public enum DetectorMode { Shadow, Active }
