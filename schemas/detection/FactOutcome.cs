namespace Engine.Schemas;

/// <summary>How the call of a fact was answered. Refused: this object is not there or not for the caller (403, 404, 410).</summary>
public enum FactOutcome : byte { Unknown, Succeeded, Refused }
