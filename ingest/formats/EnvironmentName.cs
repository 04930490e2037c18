using System.Buffers;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>Name of an environment that a record gives. It is part of every baseline's key, so only what looks like one is believed.</summary>
internal static class EnvironmentName
{
    private const int MostBytes = 64;

    private static readonly SearchValues<byte> s_letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"u8);

    /// <summary>Null where it is none: the environment of the source stays.</summary>
    public static string? Of(ReadOnlySpan<byte> name, ParserMemory memory) =>
        name.Length is > 0 and <= MostBytes && name.IndexOfAnyExcept(s_letters) < 0 ? memory.Texts.Get(name) : null;
}
