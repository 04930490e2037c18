using Engine.App.Commands;
using Engine.App.Configuration;

namespace Engine.Tests.Architecture;

/// <summary>A forgotten line in a catalogue is a red test and not silence: one test for each catalogue.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void Every_command_is_registered()
    {
        var existing = typeof(EngineCommand).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: true, IsSealed: true } && type.Namespace == typeof(EngineCommand).Namespace)
            .Where(type => type.Name.EndsWith("Command", StringComparison.Ordinal) && type != typeof(EngineCommand) && type != typeof(CatalogueCommand))
            .Select(type => KeyPath.KebabCase(type.Name[..^"Command".Length]));
        var registered = EngineCommand.Create().Subcommands.Select(command => command.Name).ToList();
        Assert.Equal(existing.Order(), registered.Order());
        CatalogueRule.HasGoodIds(registered, "[a-z][a-z-]*");
    }

    [Fact]
    public void Every_command_says_what_it_does() => Assert.All(
        EngineCommand.Create().Subcommands, command => Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name));

    [Fact]
    public void A_forgotten_line_a_repeated_one_and_a_bad_id_are_noticed()
    {
        var here = typeof(CatalogueTests).Assembly;
        CatalogueRule.ListsEveryImplementation(typeof(IShape), here, [typeof(Square), typeof(Circle)]);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => CatalogueRule.ListsEveryImplementation(typeof(IShape), here, [typeof(Circle)]));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => CatalogueRule.ListsEveryImplementation(typeof(IShape), here, [typeof(Circle), typeof(Circle), typeof(Square)]));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => CatalogueRule.HasGoodIds(["a", "a"], "a"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => CatalogueRule.HasGoodIds(["a", "ab"], "a"));
    }

    private interface IShape;

    private sealed class Circle : IShape;

    private sealed class Square : IShape;
}
