using System.Buffers.Binary;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Verdicts;

/// <summary>
/// What the next revision of a verdict follows from; no more of the latest one is remembered. An actor has one verdict at a time for each
/// main category, and each that came before (the repetitions) doubles the time to live.
/// </summary>
internal sealed record OpenVerdict(
    string Category, EventId Id, int Revision, double Score, VerdictAction Action, DateTimeOffset FirstEvent, DateTimeOffset LastEvent,
    long EventCount, DateTimeOffset Expires, int Repetition)
{
    public static OpenVerdict Of(Verdict latest, int repetition) => new(
        latest.Categories[0], latest.Id, latest.Revision, latest.Score, latest.Action, latest.FirstEvent, latest.LastEvent,
        latest.EventCount, latest.Expires, repetition);

    public static void Save(ref MessagePackWriter writer, OpenVerdict open)
    {
        Span<byte> id = stackalloc byte[16];
        open.Id.Value.TryWriteBytes(id, bigEndian: true, out _);
        writer.Write(open.Category);
        writer.WriteHash(BinaryPrimitives.ReadUInt128BigEndian(id));
        writer.Write(open.Revision);
        writer.Write(open.Score);
        writer.Write((int)open.Action);
        writer.WriteMoment(open.FirstEvent);
        writer.WriteMoment(open.LastEvent);
        writer.Write(open.EventCount);
        writer.WriteMoment(open.Expires);
        writer.Write(open.Repetition);
    }

    public static OpenVerdict Load(ref MessagePackReader reader)
    {
        var category = reader.ReadString() ?? "";
        var id = EventId.From(reader.ReadHash());
        var revision = reader.ReadInt32();
        var score = reader.ReadDouble();
        var action = (VerdictAction)reader.ReadInt32();
        var first = reader.ReadMoment();
        var last = reader.ReadMoment();
        var count = reader.ReadInt64();
        var expires = reader.ReadMoment();
        return new OpenVerdict(category, id, revision, score, action, first, last, count, expires, reader.ReadInt32());
    }
}
