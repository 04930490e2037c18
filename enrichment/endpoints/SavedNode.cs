using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>A position as it is saved.</summary>
/// <param name="Parent">Number of its parent; 0 for the root.</param>
/// <param name="Text">Its word or placeholder.</param>
/// <param name="Kind">What it looks like.</param>
/// <param name="Rank">What it is below its parent.</param>
/// <param name="FirstSource">Who taught it.</param>
/// <param name="Visits">Accepted calls that passed.</param>
/// <param name="NextCheck">When its words are judged again.</param>
/// <param name="HeldSource">Who may bring no more words.</param>
/// <param name="Values">What values it has had.</param>
/// <param name="Endpoints">Numbers of the endpoints of the paths that end here.</param>
internal readonly record struct SavedNode(
    ulong Parent, string Text, SegmentKind Kind, PathRank Rank, ulong FirstSource, int Visits, int NextCheck, ulong HeldSource,
    ValueKinds Values, int[] Endpoints)
{
    /// <summary>Methods that a service tells apart.</summary>
    private const int MostEndpoints = 64;

    public static void Save(ref MessagePackWriter writer, PathNode node)
    {
        writer.WriteUInt64(node.Parent?.Number ?? 0);
        writer.Write(node.Text);
        writer.Write((int)node.Kind);
        writer.Write((int)node.Rank);
        writer.WriteUInt64(node.FirstSource);
        writer.Write(node.Visits);
        writer.Write(node.NextCheck);
        writer.WriteUInt64(node.HeldSource);
        writer.Write(node.Values.Kinds);
        writer.WriteUInt64(node.Values.CodeLengths);
        writer.Write(node.Values.HoldsNames);
        writer.WriteArrayHeader(node.Endpoints.Length);
        foreach (var endpoint in node.Endpoints)
            writer.Write(endpoint.Number);
    }

    /// <exception cref="InvalidDataException">More than a position has.</exception>
    public static SavedNode Load(ref MessagePackReader reader) => new(
        reader.ReadUInt64(), reader.ReadString() ?? "", (SegmentKind)reader.ReadInt32(), (PathRank)reader.ReadInt32(), reader.ReadUInt64(), reader.ReadInt32(),
        reader.ReadInt32(), reader.ReadUInt64(), new ValueKinds(reader.ReadInt32(), reader.ReadUInt64(), reader.ReadBoolean()), LoadEndpoints(ref reader));

    private static int[] LoadEndpoints(ref MessagePackReader reader)
    {
        var endpoints = new int[reader.ReadCount(MostEndpoints)];
        for (var i = 0; i < endpoints.Length; i++)
            endpoints[i] = reader.ReadInt32();
        return endpoints;
    }
}
