using Engine.App.Configuration;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.App.Runs;

/// <summary>The format of files whose operator wrote <c>auto</c>: told by the first of them, once, before anything is read.</summary>
internal static class AutomaticFormat
{
    /// <param name="format">As configured.</param>
    /// <param name="paths">The files.</param>
    /// <param name="options">Holds the formats of the configuration, which are tried too.</param>
    /// <param name="say">Told what was chosen and why.</param>
    /// <returns>The format that was given, unless that is <see cref="FormatChoice.Auto"/>.</returns>
    /// <exception cref="UserError">It is not clear; says which formats come into question.</exception>
    public static string Of(string format, IReadOnlyList<string> paths, EngineOptions options, Action<string>? say)
    {
        if (format != FormatChoice.Auto)
            return format;
        if (paths.Contains(SourceOptions.StandardInput))
            throw new UserError("the format of standard input cannot be told before it is read; name it with --format or in the source", isUsage: true);
        var path = FileSource.Files(paths)[0];
        var (chosen, reason) = FormatChoice.Of(FormatProbe.Examine(path, options.Catalog()), path);
        say?.Invoke(reason);
        return chosen;
    }

    /// <summary>The same for every source of files.</summary>
    public static EngineOptions Into(EngineOptions options, Action<string>? say) => options.Sources.All(source => source.Format != FormatChoice.Auto)
        ? options
        : options with { Sources = [.. options.Sources.Select(source => source with { Format = Of(source.Format, source.Paths, options, say) })] };
}
