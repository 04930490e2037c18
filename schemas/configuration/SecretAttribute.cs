namespace Engine.Schemas;

/// <summary>
/// The property holds a secret: the configuration names where it is (<c>file:/path</c> or <c>env:NAME</c>), never the secret itself.
/// On text and lists of text of options records. The reference is replaced by the secret when the engine starts, not when it validates.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
