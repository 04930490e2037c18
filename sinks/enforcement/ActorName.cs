using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>An actor as configuration and audit write it: <c>user:alice</c>.</summary>
internal static class ActorName
{
    public static string Of(in ActorKey key) => $"{Lines.WireNames.Of(key.Kind)}:{key.Value}";
}
