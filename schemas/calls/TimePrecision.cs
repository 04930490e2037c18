namespace Engine.Schemas;

/// <summary>How fine the source's clock is written: two calls in one unit have no order.</summary>
public enum TimePrecision { Seconds, Milliseconds, Microseconds }
