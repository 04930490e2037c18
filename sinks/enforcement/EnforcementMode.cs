namespace Engine.Sinks.Enforcement;

/// <summary>What an enforcement point does with a decision: only say what it would do, or do it.</summary>
public enum EnforcementMode { DryRun, Enforce }
