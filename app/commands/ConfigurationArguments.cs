using System.Collections;
using System.CommandLine;
using Engine.App.Configuration;

namespace Engine.App.Commands;

/// <summary><c>-c FILE</c> and <c>--set KEY=VALUE</c>, the same on every command that reads the configuration.</summary>
internal sealed class ConfigurationArguments
{
    /// <summary>The file that is read when none is named and it is there.</summary>
    public const string DefaultFile = "engine.yaml";

    private readonly Option<string?> _file = new("--config", "-c")
    {
        Description = $"Configuration file. Default: {DefaultFile} in this directory, if there is one.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _sets = new("--set")
    {
        Description = "Overrides a key of the configuration: --set engine.lanes=2. Repeatable.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    public ConfigurationArguments(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_sets);
    }

    /// <summary>The file that would be read; null for none.</summary>
    public string? FileOf(ParseResult invocation) => invocation.GetValue(_file) ?? (File.Exists(DefaultFile) ? DefaultFile : null);

    /// <summary>Reads the file and the overrides. Problems are in the result.</summary>
    public LoadedConfiguration Load(ParseResult invocation) =>
        ConfigurationLoader.Load(FileOf(invocation), invocation.GetValue(_sets) ?? [], EnvironmentVariables());

    private static Dictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
