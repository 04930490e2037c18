namespace Engine.App.Configuration.Binding;

/// <summary>A secret that the configuration refers to and that nobody has read yet.</summary>
/// <param name="Origin">Where the reference was written.</param>
/// <param name="Key">Whole key.</param>
/// <param name="Reference">Where the secret is.</param>
/// <param name="Put">Puts the secret in the place of the reference.</param>
/// <param name="Check">What the rules on the property say of the secret; to be asked when every secret is in its place.</param>
internal sealed record PendingSecret(Origin Origin, string Key, SecretReference Reference, Action<string> Put, Func<IEnumerable<string>> Check);
