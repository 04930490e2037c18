namespace Engine.Tests.Enrichment.Documents;

/// <summary>How the calls of a document's operations are made.</summary>
internal sealed record TrafficShape
{
    public int CallsPerOperation { get; init; } = 200;
    public int Seed { get; init; } = 1;

    /// <summary>True: any alphabet at each call. False: each parameter keeps to one.</summary>
    public bool MixesAlphabets { get; init; }

    /// <summary>Names of the alphabets used; null for all.</summary>
    public string[]? Alphabets { get; init; }

    /// <summary>Distinct values of each parameter; 0 for new ones all the time.</summary>
    public int DistinctValues { get; init; }

    public Order Calls { get; init; } = Order.Random;

    /// <summary>Addresses that the calls come from.</summary>
    public int Sources { get; init; } = 40;

    /// <summary>As many calls of a scanner among them, refused with 404, 403, 401 or 301.</summary>
    public bool IsScanned { get; init; }

    /// <summary>Calls carry the body that the document states.</summary>
    public bool HasBodies { get; init; }

    public enum Order { Random, RoundRobin, OneByOne }
}
