using System.Buffers.Binary;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Tests.Ingest.Formats.Otlp;

namespace Engine.Tests.Ingest.Sources;

public sealed class LengthBoundaryTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"engine-frames-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    private static byte[] Frame(byte[] record)
    {
        var frame = new byte[record.Length + sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(frame, record.Length);
        record.CopyTo(frame, sizeof(uint));
        return frame;
    }

    private (List<byte[]> Records, List<long> Offsets, int Faults) Read(byte[] file)
    {
        File.WriteAllBytes(_path, file);
        using var reader = new RecordReader([_path], new FileSource.Options { Format = "otlp-protobuf", Batch = 3 }, FormatCatalog.Create(), TimeProvider.System);
        var (records, offsets, faults) = (new List<byte[]>(), new List<long>(), 0);
        while (reader.TryRead(out var batch))
        {
            records.AddRange(batch.Records.Select(record => record.Bytes.ToArray()));
            offsets.AddRange(batch.Records.Select(record => record.Position.Offset));
            faults += batch.Faults.Count;
            batch.Release();
        }

        return (records, offsets, faults);
    }

    [Fact]
    public void Every_record_stands_behind_its_length_whatever_bytes_it_holds()
    {
        byte[][] records = [[1, 2, 3], [], [.. "\r\n \n"u8], [.. Enumerable.Repeat((byte)'\n', 300_000)], OtlpProtobufBytes.Of([new OtlpElement(("url.path", "/"))])];
        var read = Read([.. records.SelectMany(Frame)]);

        Assert.Equal(records, read.Records);
        Assert.Equal([0L, 7, 11, 19, 300_023], read.Offsets);
    }

    [Fact]
    public void A_length_beyond_the_end_gives_what_is_there()
    {
        var read = Read([.. Frame([1, 2]), 0, 0, 0, 9, 7]);

        Assert.Equal([[1, 2], [7]], read.Records);
    }

    [Fact]
    public void An_absurd_length_is_one_fault_and_no_memory()
    {
        var read = Read([.. Frame([1, 2]), 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[20 * 1024 * 1024]]);

        Assert.Equal((1, 1), (read.Records.Count, read.Faults));
    }

    [Fact]
    public void A_file_of_them_cannot_be_followed() => Assert.Contains(
        "is no text", Assert.Throws<Engine.Schemas.UserError>(() => FileSource.Follow(
            [typeof(LengthBoundaryTests).Assembly.Location], new FileSource.Options { Format = "otlp-protobuf" }, FormatCatalog.Create(), TimeProvider.System)).Message,
        StringComparison.Ordinal);
}
