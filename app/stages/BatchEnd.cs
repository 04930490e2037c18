namespace Engine.App.Stages;

internal enum BatchEnd
{
    /// <summary>More batches follow.</summary>
    None,

    /// <summary>The engine stops here and goes on from its checkpoint: sessions stay open.</summary>
    Paused,

    /// <summary>
    /// The calls of the run that is repeated end here, and it did not: what it had still to conclude then is not concluded now.
    /// </summary>
    Cut,

    /// <summary>The input has ended: sessions are over.</summary>
    Complete,
}
