namespace Engine.Ingest.Envelopes;

/// <summary>How a container runtime marks a line that it has cut, since it takes 16 KiB at most.</summary>
public enum LineParts
{
    /// <summary>Lines are whole.</summary>
    None,

    /// <summary>Docker's json-file: the long text of a part does not end with a line feed.</summary>
    Docker,

    /// <summary>Kubernetes (CRI): a part has the tag P, the last one F.</summary>
    Cri,
}
