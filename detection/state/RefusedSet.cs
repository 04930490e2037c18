using Engine.Detection.Sketches;

namespace Engine.Detection.State;

/// <summary>Objects refused to an actor; apart, because most actors are never refused one.</summary>
internal sealed class RefusedSet
{
    public RecentSet Ids;
}
