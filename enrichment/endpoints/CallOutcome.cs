namespace Engine.Enrichment.Endpoints;

/// <summary>What a call's answer says about its endpoint.</summary>
internal enum CallOutcome
{
    /// <summary>The server knows it.</summary>
    Accepted,

    /// <summary>A mirror of requests sees no answers.</summary>
    Unseen,

    /// <summary>The server knows nothing of the kind.</summary>
    NotFound,

    /// <summary>Refused, redirected, failed, or answered by an enforcement point: says nothing.</summary>
    Refused,
}
