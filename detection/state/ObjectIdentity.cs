using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>Hash that names an object among those of its endpoint.</summary>
internal static class ObjectIdentity
{
    public static ulong Of(string value) => StableHash.Of(value);

    /// <param name="outer">Identity of the object that the path names before it.</param>
    /// <param name="value">The object itself.</param>
    public static ulong Within(ulong outer, string value) => StableHash.Combine(outer, StableHash.Of(value));
}
