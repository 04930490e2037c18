namespace Engine.Detection.Baselines;

/// <summary>Where detection's knowledge of what is normal comes from.</summary>
public enum BaselineMode
{
    /// <summary>Learned from the calls, in force from one epoch to the next; each version is also handed out as a control entry.</summary>
    Relearn,

    /// <summary>Versions that an earlier run recorded, brought into force where it did; nothing is learned.</summary>
    Recorded,

    /// <summary>What was imported before the first call; nothing is learned.</summary>
    Fixed,
}
