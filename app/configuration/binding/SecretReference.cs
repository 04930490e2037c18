using Engine.Schemas;

namespace Engine.App.Configuration.Binding;

/// <summary>Where a secret is: <c>file:/path</c> or <c>env:NAME</c>.</summary>
internal sealed class SecretReference
{
    /// <summary>What to write instead of a secret. Never shows what was written: that may be the secret.</summary>
    public const string Advice = "a secret is not written here; write file:/path/to/secret or env:NAME";

    /// <summary>Largest secret file, bytes.</summary>
    private const int LargestFile = 64 * 1024;

    private readonly string _scheme;
    private readonly string _target;

    private SecretReference(string scheme, string target) => (_scheme, _target) = (scheme, target);

    /// <returns>Null where the text is not a reference.</returns>
    public static SecretReference? Parse(string text) => text.Split(':', 2) is [("file" or "env") and var scheme, { Length: > 0 } target]
        ? new SecretReference(scheme, target)
        : null;

    /// <summary>The secret; of a file without the line end at its end.</summary>
    /// <exception cref="UserError">It is not there, not readable or empty.</exception>
    public string Read(IReadOnlyDictionary<string, string> environment)
    {
        var secret = _scheme == "env" ? environment.GetValueOrDefault(_target) : ReadFile();
        return string.IsNullOrEmpty(secret)
            ? throw new UserError(_scheme == "env" ? $"environment variable {_target} is not set or empty" : $"{_target} is empty", isUsage: true)
            : secret;
    }

    private string ReadFile()
    {
        try
        {
            if (new FileInfo(_target).Length > LargestFile) throw new UserError($"{_target} is larger than a secret can be (64 KiB)", isUsage: true);
            return File.ReadAllText(_target).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot read {_target}; {UserError.Why(failure)}", isUsage: true, failure);
        }
    }
}
