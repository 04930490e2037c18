namespace Engine.Sinks.Enforcement;

/// <summary>What can be blocked. Sessions and tokens are keyed hashes: only a point that can compute them acts on those.</summary>
public enum TargetKind { Address, User, Session, Token }
