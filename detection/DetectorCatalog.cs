using Engine.Detection.Detectors;

namespace Engine.Detection;

/// <summary>Every detector, in the order in which they look at a call.</summary>
public static class DetectorCatalog
{
    public static IReadOnlyList<DetectorEntry> All { get; } =
    [
        DetectorEntry.Of<ObjectEnumeration.Options>(ObjectEnumeration.Declaration, options => new ObjectEnumeration(options)),
        DetectorEntry.Of<EndpointProbing.Options>(EndpointProbing.Declaration, options => new EndpointProbing(options)),
        DetectorEntry.Of<BulkExfiltration.Options>(BulkExfiltration.Declaration, options => new BulkExfiltration(options)),
        DetectorEntry.Of<DistributedEnumeration.Options>(DistributedEnumeration.Declaration, options => new DistributedEnumeration(options)),
    ];
}
