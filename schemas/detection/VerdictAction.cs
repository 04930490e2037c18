namespace Engine.Schemas;

/// <summary>The decision. Whether an enforcement point carries it out is that point's mode.</summary>
public enum VerdictAction { Observe, Challenge, Throttle, Block }
