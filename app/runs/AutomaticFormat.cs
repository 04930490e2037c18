using Engine.App.Configuration;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs;

/// <summary>The format of sources whose operator wrote <c>auto</c>: told by their first records, once, before anything is read.</summary>
/// <param name="options">Holds the formats of the configuration, which are tried too.</param>
/// <param name="input">Looked at where a source is standard input.</param>
/// <param name="say">Told what was chosen and why; null: nobody listens.</param>
/// <param name="logs">Where troubles that pass are told.</param>
internal sealed class AutomaticFormat(EngineOptions options, StandardInput input, Action<string>? say, ILoggerFactory logs)
{
    private readonly List<SourceOptions> _chosen = [];

    /// <summary>What an earlier process of this run chose; null: it begins anew.</summary>
    public RecordedFormats? Recorded { get; init; }

    /// <summary>The sources whose format was chosen, with it.</summary>
    public IReadOnlyList<SourceOptions> Chosen => _chosen;

    /// <summary>The configuration with a format for every source.</summary>
    /// <exception cref="UserError">It is not clear; says which formats come into question.</exception>
    public async Task<EngineOptions> ApplyAsync(CancellationToken stop)
    {
        var sources = new List<SourceOptions>();
        foreach (var source in options.Sources)
            sources.Add(await ApplyAsync(source, stop));
        return options with { Sources = sources };
    }

    /// <summary>The source, with the format that was found where none was given.</summary>
    /// <exception cref="UserError">It is not clear; says which formats come into question.</exception>
    public async Task<SourceOptions> ApplyAsync(SourceOptions source, CancellationToken stop)
    {
        if (source.Format != FormatChoice.Auto)
            return source;
        var formats = options.Catalog();
        var chosen = source with { Format = Earlier(source, formats) ?? await FindAsync(source, formats, stop) };
        _chosen.Add(chosen);
        return chosen;
    }

    private string? Earlier(SourceOptions source, FormatCatalog formats)
    {
        if (Recorded?.Of(source) is not { } format || !formats.Knows(format))
            return null;
        say?.Invoke($"{source.Name}: format '{format}', as it was chosen when the run began; --fresh begins anew");
        return format;
    }

    private async Task<string> FindAsync(SourceOptions source, FormatCatalog formats, CancellationToken stop)
    {
        var (name, results) = source.Kind == SourceKind.Kafka
            ? (KafkaInput.Name(source), FormatProbe.Examine(await TopicsAsync(source, formats, stop), formats))
            : Files(source, formats);
        var (format, reason) = FormatChoice.Of(results, name);
        say?.Invoke(reason);
        return format;
    }

    private Task<InputHead> TopicsAsync(SourceOptions source, FormatCatalog formats, CancellationToken stop) =>
        KafkaSource.HeadAsync(KafkaInput.Of(source, source.Kafka!, options, InputPositions.None, logs), formats, TimeProvider.System, stop);

    // The first file that holds a record.
    private (string Name, IReadOnlyList<FormatProbeResult> Results) Files(SourceOptions source, FormatCatalog formats)
    {
        IReadOnlyList<FormatProbeResult> results = [];
        foreach (var file in FileSource.Files(source.Paths))
        {
            results = FormatProbe.Examine(file == SourceOptions.StandardInput ? input.Look() : InputHead.Of(file), formats);
            if (results.Any(result => result.Records > 0))
                return (NameOf(file), results);
        }

        return (string.Join(", ", source.Paths.Select(NameOf)), results);
    }

    private static string NameOf(string path) => path == SourceOptions.StandardInput ? "standard input" : path;
}
