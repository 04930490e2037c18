using System.Globalization;

namespace Engine.App.Configuration;

/// <summary>One thing wrong with the configuration.</summary>
/// <param name="File">File; or the <c>--set</c> argument or environment variable that said it.</param>
/// <param name="Line">From 1; 0 where there is no line.</param>
/// <param name="Column">From 1; 0 where there is no column.</param>
/// <param name="Key">Whole key: <c>sources[0].format</c>; empty where the problem is not one key's.</param>
/// <param name="Message">What is wrong, and after a semicolon what to do about it.</param>
internal sealed record ConfigurationProblem(string File, int Line, int Column, string Key, string Message)
{
    public static ConfigurationProblem At(Origin origin, string key, string message) =>
        new(origin.Place, origin.Line, origin.Column, key, message);

    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}") : File;
        return Key.Length > 0 ? $"{place}: {Key}: {Message}" : $"{place}: {Message}";
    }
}
