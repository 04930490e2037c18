using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Detection.Endpoints;

/// <summary>The object that a path named by words which turned out to be names: <c>/users/alice</c>, now <c>/users/{slug}</c>.</summary>
internal static class NamedByWords
{
    /// <returns>Null where the path named other objects as well, which are not known any more.</returns>
    public static ulong? Find(Endpoint past, Endpoint successor)
    {
        var words = past.Template.Split('/');
        var places = successor.Template.Split('/');
        ulong? named = null;
        for (var i = 0; i < words.Length && words.Length == places.Length; i++)
        {
            if (IsParameter(words[i]))
                return null;
            if (!IsParameter(places[i]))
                continue;
            var value = Uri.UnescapeDataString(words[i]);
            named = named is { } outer ? ObjectIdentity.Within(outer, value) : ObjectIdentity.Of(value);
        }

        return named;
    }

    /// <summary>A word of the one is a value of the other's parameter.</summary>
    public static bool IsPart(Endpoint past, Endpoint successor)
    {
        var words = past.Template.Split('/');
        var places = successor.Template.Split('/');
        for (var i = 0; i < Math.Min(words.Length, places.Length); i++)
        {
            if (IsParameter(places[i]) && !IsParameter(words[i]))
                return true;
        }

        return false;
    }

    /// <summary>As it is learned, or as documents and gateways write it.</summary>
    private static bool IsParameter(string segment) => segment is ['{' or ':' or '<', ..] || segment.Contains('{');
}
