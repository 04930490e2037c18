using System.CommandLine;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.App.Store;
using Engine.Sinks.Enforcement;

namespace Engine.App.Commands;

/// <summary>The enforcement commands' configuration: the file of <c>-c</c>, or engine.yaml in this directory, and the engine's <c>--store</c>.</summary>
internal sealed class EnforcementSource : IEnforcementSource
{
    private readonly ConfigurationArguments _configuration;
    private readonly Option<string> _store = StoreOption.Create();

    private EnforcementSource(Command holder)
    {
        _configuration = new ConfigurationArguments(holder);
        holder.Options.Add(_store);
        Options = [.. holder.Options];
    }

    public IReadOnlyList<Option> Options { get; }

    public static EnforcementSource Create() => new(new Command("enforcement"));

    public EnforcementOptions? Load(ParseResult line) =>
        _configuration.FileOf(line) is null ? null : _configuration.Load(line).Options.Enforcement;

    public string StateDirectory(ParseResult line)
    {
        var store = _configuration.FileOf(line) is null ? new StoreOptions() : _configuration.Load(line).Options.Store;
        return DataDirectory.EnforcementOf(DataDirectory.StoreOf(line.GetValue(_store), store));
    }
}
