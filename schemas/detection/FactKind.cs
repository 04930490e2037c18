namespace Engine.Schemas;

public enum FactKind { Endpoint, Account, Credential, Object, Fingerprint }
