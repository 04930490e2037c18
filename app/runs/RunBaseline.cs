namespace Engine.App.Runs;

/// <summary>What a run takes for normal.</summary>
internal enum RunBaseline
{
    /// <summary>What its own calls taught so far, from one epoch to the next; every live run does.</summary>
    Relearn,

    /// <summary>What the earlier run had learned, from the very call on from which it held then.</summary>
    Recorded,

    /// <summary>What all of its calls teach: they are read twice.</summary>
    Hindsight,
}
