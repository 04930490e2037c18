using MessagePack;

namespace Engine.App.Checkpoints;

/// <summary>What a checkpoint file says of itself before its entries.</summary>
/// <param name="Number">From 1, rising over restarts.</param>
/// <param name="IsWhole">False: it holds what changed since the checkpoint numbered one below.</param>
/// <param name="Run">Id of the run that it belongs to, and that goes on with it.</param>
/// <param name="EngineVersion">Build that wrote it.</param>
/// <param name="CreatedAt">When it was begun (UTC).</param>
internal sealed record CheckpointHeader(long Number, bool IsWhole, string Run, string EngineVersion, DateTimeOffset CreatedAt)
{
    /// <summary>Layout of the entries. A file of another layout is not read: its state is learned again from the input.</summary>
    public const int Format = 2;

    public byte[] ToBytes()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        writer.Write(Format);
        writer.Write(Number);
        writer.Write(IsWhole);
        writer.Write(Run);
        writer.Write(EngineVersion);
        writer.Write(CreatedAt.UtcTicks);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">It is none, or of another layout.</exception>
    public static CheckpointHeader Of(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        var format = reader.ReadInt32();
        if (format != Format)
            throw new InvalidDataException($"it has layout {format}, this build reads layout {Format}");
        var number = reader.ReadInt64();
        var isWhole = reader.ReadBoolean();
        var run = reader.ReadString() ?? "";
        var version = reader.ReadString() ?? "";
        return new CheckpointHeader(number, isWhole, run, version, new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
    }
}
