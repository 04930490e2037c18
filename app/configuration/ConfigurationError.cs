namespace Engine.App.Configuration;

/// <summary>The configuration cannot be used. The terminal prints every problem, one line each, and leaves with exit code 2.</summary>
/// <param name="problems">At least one.</param>
internal sealed class ConfigurationError(IReadOnlyList<ConfigurationProblem> problems) : Exception(problems[0].ToString())
{
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;
}
