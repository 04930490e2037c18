namespace Engine.Detection.Facts;

/// <summary>What the fact step remembers under one key: a part of each detector that needs one.</summary>
internal sealed class FactState(FactKey key, int detectors)
{
    public FactKey Key { get; } = key;
    public object?[] Parts { get; } = new object?[detectors];

    /// <summary>Latest event time (UTC ticks): orders keys by how long they have been quiet.</summary>
    public long LastTicks;

    /// <summary>Remembered values when last measured.</summary>
    public int Size;

    /// <summary>Values forgotten under pressure when last measured.</summary>
    public long Forgotten;

    /// <summary>Has facts in the second being judged.</summary>
    public bool IsTouched;

    /// <summary>Differs from the last checkpoint; still has to be written to the running one.</summary>
    public bool IsChanged, IsToBeSaved;
}
