using System.Collections.Frozen;

namespace Engine.Enrichment.Endpoints;

/// <summary>Files that a web server hands out as they lie: one endpoint for a directory and extension (<c>/images/*.png</c>), not ten thousand.</summary>
internal static class StaticFiles
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_extensions =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
            ".css", ".js", ".mjs", ".map", ".wasm", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".avif", ".bmp", ".tiff",
            ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp4", ".webm", ".mp3", ".ogg", ".wav", ".m4a", ".m4s", ".webmanifest")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="extension">With its dot.</param>
    public static bool Includes(ReadOnlySpan<char> extension) => s_extensions.Contains(extension);
}
