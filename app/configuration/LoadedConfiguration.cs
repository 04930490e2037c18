using Engine.App.Configuration.Binding;
using Engine.Schemas;

namespace Engine.App.Configuration;

/// <summary>Options, or everything that is wrong with them.</summary>
/// <param name="bound">What binding made.</param>
/// <param name="environment">Where <c>env:</c> secrets come from.</param>
internal sealed class LoadedConfiguration(BoundOptions bound, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Empty where the configuration is good.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = bound.Problems;

    public bool IsValid => Problems.Count == 0;

    /// <summary>The options, secrets still as references: to look at, not to run with.</summary>
    /// <exception cref="ConfigurationError">There are problems.</exception>
    public EngineOptions Options => IsValid ? (EngineOptions)bound.Options : throw new ConfigurationError(Problems);

    /// <summary>The options to run with: reads every secret that the configuration refers to.</summary>
    /// <exception cref="ConfigurationError">There are problems, or a secret is not there.</exception>
    public EngineOptions OptionsWithSecrets()
    {
        var options = Options;
        var missing = bound.Secrets.SelectMany(secret => Ask(secret, () => Put(secret))).ToList();
        if (missing.Count == 0) missing.AddRange(bound.Secrets.SelectMany(secret => Ask(secret, secret.Check)));
        return missing.Count == 0 ? options : throw new ConfigurationError(missing);
    }

    private IEnumerable<string> Put(PendingSecret secret)
    {
        try
        {
            secret.Put(secret.Reference.Read(environment));
            return [];
        }
        catch (UserError failure)
        {
            return [failure.Message];
        }
    }

    private static IEnumerable<ConfigurationProblem> Ask(PendingSecret secret, Func<IEnumerable<string>> ask) =>
        ask().Select(message => ConfigurationProblem.At(secret.Origin, secret.Key, message));
}
