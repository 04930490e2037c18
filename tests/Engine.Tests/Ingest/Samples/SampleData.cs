using System.Formats.Tar;
using System.Text;
using Engine.Tests.Architecture;
using ZstdSharp;

namespace Engine.Tests.Ingest.Samples;

/// <summary>
/// Public sample data that is not part of this repository: the folder that ENGINE_TEST_DATA names, or shared/data beside the checkout.
/// Files are zstd; what is in an archive is found by its path in it.
/// </summary>
internal static class SampleData
{
    public const string Variable = "ENGINE_TEST_DATA";

    /// <summary>Null: there is none on this machine, and tests that need it are skipped.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why a test cannot run; null where it can.</summary>
    public static string? WhyNot { get; } =
        Folder is null ? $"no sample data: set {Variable} to its folder, or put it into shared/data beside the checkout" : null;

    public static byte[] Bytes(string path)
    {
        using var packed = File.OpenRead(PathOf(path));
        using var unpacked = new DecompressionStream(packed);
        using var into = new MemoryStream();
        unpacked.CopyTo(into);
        return into.ToArray();
    }

    public static string Text(string path) => Encoding.UTF8.GetString(Bytes(path));

    /// <summary>Lines without their ends; empty ones are left out, as the engine does.</summary>
    public static string[] Lines(string path) => Split(Text(path));

    public static string[] Split(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Text files of a .tar.zst by their path.</summary>
    public static IReadOnlyDictionary<string, string> Archive(string path)
    {
        using var packed = File.OpenRead(PathOf(path));
        using var unpacked = new DecompressionStream(packed);
        using var tar = new TarReader(unpacked);
        var files = new Dictionary<string, string>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not null)
                files[entry.Name.TrimStart('.', '/')] = new StreamReader(entry.DataStream, Encoding.UTF8).ReadToEnd();
        }

        return files;
    }

    private static string PathOf(string path) => Path.Combine(Folder ?? throw new InvalidOperationException(WhyNot), path);

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        var folder = string.IsNullOrEmpty(named) ? Path.Combine(SourceTree.Root, "..", "shared", "data") : named;
        return Directory.Exists(folder) ? folder : null;
    }
}
