namespace Engine.Schemas;

/// <summary>What identifies an actor, strongest first. Address means address + client fingerprint.</summary>
public enum ActorKind { User, ApiKey, ServiceAccount, ClientCertificate, Consumer, Session, Address }
