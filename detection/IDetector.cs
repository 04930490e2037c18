using Engine.Detection.Endpoints;
using MessagePack;

namespace Engine.Detection;

/// <summary>
/// Finds one attack. Pure: the same calls and state give the same signals; no clock, no I/O. One instance serves all actors of all
/// lanes, so it keeps nothing itself: what it remembers of an actor is in <see cref="DetectionContext"/>.
/// </summary>
internal interface IDetector
{
    DetectorInfo Info { get; }

    /// <summary>Looks at one call; raises at most a few signals.</summary>
    /// <param name="context">The call, its actor, the baselines in force, and where signals go.</param>
    /// <param name="part">What this detector remembers of this actor; null until it needs to, so quiet actors cost nothing.</param>
    void Observe(DetectionContext context, ref object? part);

    /// <summary>The actor has gone quiet: teach what its last window was like.</summary>
    void Rest(DetectionContext context, object part) { }

    /// <summary>Endpoints became part of others: what it remembers of one is kept under what it is today.</summary>
    void Follow(object part, EndpointSuccessors successors) { }

    /// <summary>Writes what it remembers of an actor: one MessagePack value, so that it can be passed over when the detector has changed.</summary>
    void Save(ref MessagePackWriter writer, object part) => throw new InvalidOperationException($"{Info.Id} remembers nothing of an actor");

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    object Load(ref MessagePackReader reader) => throw new InvalidDataException($"{Info.Id} remembers nothing of an actor");
}
