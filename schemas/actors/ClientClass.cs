namespace Engine.Schemas;

/// <summary>Kind of software that calls, from what it declares: a hint, since a client can declare anything.</summary>
public enum ClientClass { Unknown, Browser, MobileApp, Sdk, Script, DeclaredBot }
