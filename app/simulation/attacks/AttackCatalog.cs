namespace Engine.App.Simulation.Attacks;

/// <summary>Every attack the simulation knows, in the order of the label file.</summary>
internal static class AttackCatalog
{
    private static readonly string[] ObjectLevel = ["API1:2023"];
    private static readonly string[] Misconfiguration = ["API8:2023", "API9:2023"];
    private static readonly string[] Consumption = ["API4:2023", "API3:2023"];

    public static IReadOnlyList<AttackShape> All { get; } =
    [
        new("object-walk-fast", "other people's orders by counting up or down, several a second", ObjectLevel, 3, ObjectWalk.Fast),
        new("object-walk-slow", "the same at about one a minute, for hours", ObjectLevel, 2, ObjectWalk.Slow),
        new("object-walk-random", "ids in no order, every few seconds", ObjectLevel, 2, ObjectWalk.Random),
        new("object-walk-anonymous", "a public lookup (parcel tracking) counted through without signing in", ObjectLevel, 2, ObjectWalk.Anonymous),
        new("endpoint-probe-fast", "a scanner's dictionary of paths and methods, several a second", Misconfiguration, 2, EndpointProbe.Fast),
        new("endpoint-probe-moderate", "the same every few seconds", Misconfiguration, 2, EndpointProbe.Moderate),
        new("bulk-export", "ten to fifty times the usual bytes out of listings and exports", Consumption, 3, BulkExport.Make),
        new("object-walk-distributed", "the public lookup counted through by a botnet, each machine a score of ids", ObjectLevel, DistributedWalk.Machines, DistributedWalk.Make),
    ];
}
