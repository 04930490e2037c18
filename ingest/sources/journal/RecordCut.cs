namespace Engine.Ingest.Sources.Journal;

/// <summary>How the bytes of a frame are cut into records. Part of the file format: the numbers stay.</summary>
internal enum RecordCut : byte
{
    /// <summary>One record.</summary>
    Whole = 0,

    /// <summary>A record is a line.</summary>
    Lines = 1,

    /// <summary>A record is a JSON value: an element of an array, or one of several behind each other.</summary>
    JsonValues = 2,

    /// <summary>Each record is preceded by its length, 32 bits little-endian.</summary>
    Prefixed = 3,

    /// <summary>A record is a line of a Kubernetes container log, or what one was cut into.</summary>
    CriLines = 4,

    /// <summary>A record is a line of a Docker container log, or what one was cut into.</summary>
    DockerLines = 5,
}
