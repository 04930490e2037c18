namespace Engine.App.Simulation.Shop;

/// <summary>One call as the gateway saw it. A single instance is filled again and again: what is kept must be copied.</summary>
internal sealed class Call
{
    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long At { get; set; }

    public Client Client { get; set; } = null!;

    /// <summary>What the client showed; null: a stranger. It may have expired.</summary>
    public Credential? Credential { get; set; }

    /// <summary>The shop accepted the credential for this call.</summary>
    public bool IsAuthenticated { get; set; }

    public Operation Operation { get; set; } = null!;

    /// <summary>Path and query as sent. ASCII without quotes, backslashes and control characters: every format writes it as it is.</summary>
    public Utf8Buffer Target { get; } = new();

    public int Status { get; set; }
    public int RequestBytes { get; set; }
    public long ResponseBytes { get; set; }
    public int Milliseconds { get; set; }

    /// <summary>The status the call would have had on a good day: what a retry gets.</summary>
    public int Deserved { get; set; }

    /// <summary>Number of the thing asked for; 0: nothing in particular.</summary>
    public ulong About { get; set; }

    /// <summary>Bytes of the answer that the caller determined; 0: left to the operation.</summary>
    public long Sized { get; set; }

    /// <summary>False while an actor only waited.</summary>
    public bool IsSent { get; set; }
}
