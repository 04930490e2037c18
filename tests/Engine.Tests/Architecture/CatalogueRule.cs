using System.Reflection;

namespace Engine.Tests.Architecture;

/// <summary>A catalogue is a list in code; these say that nothing is missing from it and nothing is in it twice.</summary>
internal static class CatalogueRule
{
    /// <summary>Fails unless every concrete type of the room that implements the interface is listed, once.</summary>
    /// <param name="contract">The interface.</param>
    /// <param name="room">Where the implementations are.</param>
    /// <param name="listed">Type of each entry of the catalogue.</param>
    public static void ListsEveryImplementation(Type contract, Assembly room, IEnumerable<Type> listed)
    {
        var existing = room.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(contract));
        Assert.Equal(existing.Select(type => type.FullName).Order(), listed.Select(type => type.FullName).Order());
    }

    /// <summary>Fails unless every id is there once and looks like what is promised to users.</summary>
    /// <param name="ids">The ids, as users write them.</param>
    /// <param name="pattern">Regular expression of the whole id.</param>
    public static void HasGoodIds(IEnumerable<string> ids, string pattern)
    {
        var all = ids.ToList();
        Assert.Equal(all.Distinct(), all);
        Assert.All(all, id => Assert.Matches($"^(?:{pattern})$", id));
    }
}
