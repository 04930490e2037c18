using Engine.Detection.Endpoints;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts;

/// <summary>
/// A detector with two halves: in the actor step <see cref="IDetector.Observe"/> emits facts, in the fact step this half judges what many
/// actors did under one key. Pure, and one instance for all keys: what it remembers of a key is its part.
/// </summary>
internal interface IFactDetector : IDetector
{
    /// <summary>Facts that it judges.</summary>
    FactKind Kind { get; }

    /// <summary>Takes in one fact; facts come in the order of event time, but for late ones.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="part">What this detector remembers of the key; null until it needs to.</param>
    void Gather(in Fact fact, ref object? part);

    /// <summary>A second of logical time is complete in which the key had facts: raises what there is to say.</summary>
    void Conclude(FactContext context, object part);

    /// <summary>What the part holds, in remembered values: its share of the memory for all keys.</summary>
    int SizeOf(object part);

    /// <summary>Values forgotten under pressure that may have mattered.</summary>
    long ForgottenOf(object part);

    /// <summary>The key under which it belongs since endpoints became part of others; null where nothing changed for it.</summary>
    FactKey? Leads(object part, EndpointSuccessors successors) => null;

    /// <summary>What is remembered belongs to another key from now on.</summary>
    /// <param name="part">What is remembered.</param>
    /// <param name="successors">What endpoints have become.</param>
    /// <param name="known">What was remembered there; null where nothing was.</param>
    /// <returns>Both.</returns>
    object Move(object part, EndpointSuccessors successors, object? known) => known ?? part;

    /// <summary>Writes what it remembers of a key: one MessagePack value, so that it can be passed over when the detector has changed.</summary>
    void SaveGathered(ref MessagePackWriter writer, object part);

    /// <exception cref="InvalidDataException">It was not written by <see cref="SaveGathered"/>.</exception>
    object LoadGathered(ref MessagePackReader reader);
}
