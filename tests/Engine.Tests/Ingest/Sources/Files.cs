using System.IO.Compression;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Ingest.Sources;

/// <summary>A folder of its own for one test, and short ways to fill and read it.</summary>
public sealed class Files : IDisposable
{
    public static readonly FormatCatalog Formats = FormatCatalog.Create();

    public string Folder { get; } = Directory.CreateTempSubdirectory("engine-ingest-").FullName;

    public static string Line(int second, string path = "/") =>
        $"203.0.113.7 - - [23/Nov/2026:20:{second / 60:D2}:{second % 60:D2} +0000] \"GET {path} HTTP/1.1\" 200 1 \"-\" \"-\"";

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Append(string name, string text) => File.AppendAllText(Path.Combine(Folder, name), text);

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public static byte[] Zstd(string text)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }

    /// <summary>Everything the reader gives, as text.</summary>
    public static Taken Read(IReadOnlyList<string> paths, FileSource.Options? options = null)
    {
        using var reader = new RecordReader(paths, options ?? new FileSource.Options(), Formats, new FakeTimeProvider());
        var taken = new Taken();
        while (reader.TryRead(out var batch))
            taken.Take(batch);
        return taken;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>What came out of a source.</summary>
    public sealed class Taken
    {
        public List<string> Texts { get; } = [];
        public List<SourcePosition> Positions { get; } = [];
        public List<DeadLetter> Faults { get; } = [];
        public List<int> Sizes { get; } = [];

        public void Take(RawBatch batch)
        {
            foreach (var record in batch.Records)
            {
                Texts.Add(Encoding.UTF8.GetString(record.Bytes.Span));
                Positions.Add(record.Position);
            }

            Sizes.Add(batch.Records.Count);
            Faults.AddRange(batch.Faults);
            batch.Release();
        }
    }
}
