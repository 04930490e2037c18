namespace Engine.App.Configuration.Reading;

/// <summary>One value from outside the file: <c>--set engine.lanes=2</c> or <c>ENGINE__ENGINE__LANES=2</c>.</summary>
/// <param name="Origin">The argument or variable, without the value.</param>
/// <param name="Path">Keys from the top, at least one; items of lists by number from 0.</param>
/// <param name="Value">The value as text.</param>
/// <param name="IgnoresCase">True for environment variables, which shells write in capitals and without dashes.</param>
internal sealed record Override(Origin Origin, IReadOnlyList<string> Path, string Value, bool IgnoresCase)
{
    private const string Prefix = "ENGINE__";

    /// <summary>The variables that override a key, in the order of their keys: items of a list by number.</summary>
    public static IEnumerable<Override> FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        environment.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(variable => new Override(
                new Origin(variable.Key), variable.Key[Prefix.Length..].ToLowerInvariant().Split("__"), variable.Value, IgnoresCase: true))
            .OrderBy(found => string.Join('.', found.Path.Select(Sortable)), StringComparer.Ordinal);

    /// <param name="argument">What stands after <c>--set</c>.</param>
    /// <param name="problems">Gets an argument without '='.</param>
    public static Override? FromArgument(string argument, List<ConfigurationProblem> problems)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? argument : argument[..equals];
        var origin = new Origin($"--set {key}");
        if (equals > 0) return new Override(origin, key.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.'), argument[(equals + 1)..], IgnoresCase: false);

        problems.Add(ConfigurationProblem.At(origin, "", "not of the form KEY=VALUE; write for example --set engine.lanes=2"));
        return null;
    }

    /// <summary>Numbers padded, so that item 10 comes after item 9.</summary>
    private static string Sortable(string segment) => segment.Length > 0 && segment.All(char.IsAsciiDigit) ? segment.PadLeft(10, '0') : segment;
}
