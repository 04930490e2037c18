using System.Globalization;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Baselines;

/// <summary>
/// What a baseline is kept for. Source format and environment are part of it: byte counts of formats do not compare, and a load test
/// must not teach production.
/// </summary>
/// <param name="Scope">Endpoint id, or hash of a service's name for what is measured over a whole service.</param>
/// <param name="Peers">Group whose behaviour it describes; null: everyone together.</param>
/// <param name="Environment">production, staging, test.</param>
/// <param name="SourceFormat">Format of the events.</param>
internal readonly record struct BaselineKey(ulong Scope, PeerGroup? Peers, string Environment, string SourceFormat)
{
    /// <summary>Saved in the place of a group.</summary>
    private const int Everyone = -1;

    public static BaselineKey ForEndpoint(EnrichedEvent call, PeerGroup? peers) =>
        new(call.Endpoint.Id, peers, call.Call.Environment, call.Call.SourceFormat);

    public static BaselineKey ForService(EnrichedEvent call, PeerGroup? peers) =>
        new(StableHash.Of(call.Endpoint.Service), peers, call.Call.Environment, call.Call.SourceFormat);

    /// <summary>All endpoints of all services together.</summary>
    public static BaselineKey ForEverything(EnrichedEvent call) =>
        new(0, call.Actor.Peers, call.Call.Environment, call.Call.SourceFormat);

    /// <summary>Seeded hash, the same in every process.</summary>
    public ulong Hash => StableHash.Combine(Scope + (ulong)(1 + (int?)Peers ?? 0), StableHash.Combine(StableHash.Of(Environment), StableHash.Of(SourceFormat)));

    public BaselineKey ForEveryone() => this with { Peers = null };

    /// <summary>What names it in a checkpoint: names of environments may have any length.</summary>
    public UInt128 Digest => StableHash.Of128(
        Scope.ToString(CultureInfo.InvariantCulture), Peers?.ToString() ?? "", Environment, SourceFormat);

    public static void Save(ref MessagePackWriter writer, in BaselineKey key)
    {
        writer.WriteUInt64(key.Scope);
        writer.Write((int?)key.Peers ?? Everyone);
        writer.Write(key.Environment);
        writer.Write(key.SourceFormat);
    }

    public static BaselineKey Load(ref MessagePackReader reader)
    {
        var scope = reader.ReadUInt64();
        var peers = reader.ReadInt32();
        var environment = reader.ReadString() ?? "";
        return new BaselineKey(scope, peers == Everyone ? null : (PeerGroup)peers, environment, reader.ReadString() ?? "");
    }

    // In-process only; the scope is a seeded hash already, the rest has few values.
    public override int GetHashCode() => (int)(Scope >> 16) ^ ((int?)Peers ?? 7);
}
