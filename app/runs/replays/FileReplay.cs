using Engine.App.Configuration;
using Engine.Ingest.Sources;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs.Replays;

/// <summary>Files, merged by time.</summary>
/// <param name="paths">Files, folders, patterns, '-' for standard input.</param>
/// <param name="reading">How they are read.</param>
internal sealed class FileReplay(IReadOnlyList<string> paths, FileSource.Options reading) : IReplaySource
{
    public static FileReplay Of(SourceOptions source, EngineOptions options, StandardInput input) => new(source.Paths, new FileSource.Options
    {
        Format = source.Format,
        Environment = source.Environment,
        Batch = options.Engine.Batch,
        Partition = source.Name,
        OpenStandardInput = input.Open,
    });

    public IReadOnlyList<string> Paths => paths;

    public string Format => reading.Format;

    public string Name => string.Join(", ", paths);

    public IReadOnlyList<string> Identity => [reading.Format, reading.Environment, .. paths.Select(path => path == SourceOptions.StandardInput ? path : Path.GetFullPath(path))];

    public IReadOnlyList<string> Files => FileSource.Files(paths);

    public IReadOnlyList<string> Positions => FileSource.Names(paths);

    public bool CanReadAgain => !paths.Contains(SourceOptions.StandardInput);

    public string? Missing => null;

    public RunInput Open(EngineRun run, InputPositions behind, ILoggerFactory logs) => new RunInput.Raw(InputSource.Of(
        FileSource.Read(paths, reading with { Resume = behind, Progress = run.Progress }, run.Formats, TimeProvider.System)));
}
