using System.Buffers;
using System.Globalization;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>Where rotation puts the files that a path held: <c>path.1</c> (the higher, the older) or <c>path-20261123</c>, packed or not.</summary>
internal static class RotatedFiles
{
    /// <summary>Digits from which on a suffix is a date.</summary>
    private const int ShortestDate = 6;

    private static readonly SearchValues<char> s_numberOrDate = SearchValues.Create("0123456789-_.T");

    /// <returns>Newest first.</returns>
    /// <exception cref="UserError">The folder cannot be listed.</exception>
    public static IEnumerable<string> Of(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            // Of a file and its packed copy, which exist side by side while it is packed, the plain one is read.
            return Directory.GetFiles(folder, Path.GetFileName(path) + "*")
                .Select(file => (File: file, Age: Age(file[(folder.Length + 1 + Path.GetFileName(path).Length)..])))
                .Where(found => found.Age is not null)
                .OrderBy(found => found.Age!.Value.IsDate).ThenBy(found => found.Age!.Value.Steps).ThenBy(found => found.File, StringComparer.Ordinal)
                .DistinctBy(found => found.Age).Select(found => found.File);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new UserError($"the folder of {path} cannot be listed ({UserError.Why(denied)}); rotated files are looked for there", cause: denied);
        }
    }

    /// <returns>How many steps back from now; null: no suffix of rotation.</returns>
    private static (bool IsDate, long Steps)? Age(string suffix)
    {
        foreach (var packed in (string[])[".gz", ".zst"])
            suffix = suffix.EndsWith(packed, StringComparison.Ordinal) ? suffix[..^packed.Length] : suffix;
        if (suffix.Length < 2 || suffix[0] is not ('.' or '-') || suffix.AsSpan(1).ContainsAnyExcept(s_numberOrDate))
            return null;
        var digits = string.Concat(suffix.Where(char.IsAsciiDigit));
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return digits.Length < ShortestDate ? (false, number) : (true, -number);
    }
}
