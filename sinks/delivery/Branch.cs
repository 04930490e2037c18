namespace Engine.Sinks.Delivery;

/// <summary>One sink of a <see cref="FanOut"/>.</summary>
/// <param name="Sink">Where batches go.</param>
/// <param name="IsMandatory">True: the engine stops when it fails. False: its failures are counted and told, and detection goes on.</param>
public sealed record Branch(ISink Sink, bool IsMandatory);
