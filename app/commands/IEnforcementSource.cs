using System.CommandLine;
using Engine.Sinks.Enforcement;

namespace Engine.App.Commands;

/// <summary>Where the enforcement commands get their configuration from: the options that name it (<c>-c</c>), and what they lead to.</summary>
internal interface IEnforcementSource
{
    /// <summary>Options to add to a command, so that <see cref="Load"/> and <see cref="StateDirectory"/> find them.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>Section <c>enforcement</c>, checked; null where the line names no configuration and there is no default one.</summary>
    /// <exception cref="Schemas.UserError">The configuration is wrong.</exception>
    EnforcementOptions? Load(ParseResult line);

    /// <summary>Where the engine that the line means keeps the state of enforcement.</summary>
    string StateDirectory(ParseResult line);
}
