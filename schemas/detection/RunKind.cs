namespace Engine.Schemas;

/// <summary>Whether a run judged calls as they came, or stored ones.</summary>
public enum RunKind { Live, Replay }
