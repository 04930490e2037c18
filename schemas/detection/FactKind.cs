namespace Engine.Schemas;

/// <summary>What a fact is keyed by. The numbers are saved with state: none is used again for something else.</summary>
public enum FactKind : byte { Endpoint, Account, Credential, Object, Fingerprint }
