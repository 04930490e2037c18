using System.IO.Compression;
using Engine.App.Simulation.Formats;
using Engine.Schemas;

namespace Engine.App.Simulation;

/// <summary>Where the traffic and the labels go.</summary>
/// <param name="Traffic">File; null: standard output.</param>
/// <param name="Labels">File; null: no labels are wanted.</param>
internal sealed record TrafficFiles(string? Traffic, string? Labels)
{
    private const string LabelEnding = "labels.jsonl";

    /// <summary>
    /// A directory gets traffic and labels under fixed names; a file gets its labels beside it, unless another place is named;
    /// standard output gets labels only where a place is named.
    /// </summary>
    public static TrafficFiles For(string? place, string? labels, WriterInfo format)
    {
        if (place is null or "-")
            return new(null, labels);
        if (Directory.Exists(place) || Path.EndsInDirectorySeparator(place))
            return new(Path.Combine(place, $"traffic.{format.Extension}"), labels ?? Path.Combine(place, LabelEnding));
        var plain = Path.GetExtension(place) is ".gz" or ".zst" ? Path.ChangeExtension(place, null) : place;
        return new(place, labels ?? Path.ChangeExtension(plain, LabelEnding));
    }

    /// <exception cref="UserError">A file exists and may not be replaced, or both are the same.</exception>
    public void Check(bool mayReplace)
    {
        if (Traffic is not null && Labels is not null && Path.GetFullPath(Traffic) == Path.GetFullPath(Labels))
            throw new UserError($"traffic and labels would both go to {Traffic}; name another file with --labels", isUsage: true);
        foreach (var file in new[] { Traffic, Labels })
        {
            if (!mayReplace && file is not null && File.Exists(file))
                throw new UserError($"{file} exists; name another file with --out or --labels, or replace it with --force", isUsage: true);
        }
    }

    /// <summary>Compresses where the name ends in .gz or .zst.</summary>
    /// <exception cref="UserError">The file cannot be made.</exception>
    public Stream OpenTraffic()
    {
        if (Traffic is null)
            return Console.OpenStandardOutput();
        var file = Create(Traffic);
        return Path.GetExtension(Traffic) switch
        {
            ".gz" => new GZipStream(file, CompressionLevel.Optimal),
            ".zst" => new ZstdSharp.CompressionStream(file, level: 3, leaveOpen: false),
            _ => file,
        };
    }

    /// <exception cref="UserError">The file cannot be made.</exception>
    public Stream? OpenLabels() => Labels is null ? null : Create(Labels);

    private static FileStream Create(string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
                Directory.CreateDirectory(directory);

            // Readable meanwhile: engine run --follow may be fed from it.
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 64 * 1_024);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot write {path}: {UserError.Why(problem)}; choose a place that is writable", cause: problem);
        }
    }
}
