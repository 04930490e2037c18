using Engine.Tests.Architecture;

namespace Engine.Tests.Ingest.Formats;

/// <summary>Configurations of deploy/examples as a server would fill them: what stands there is what the format is tested with.</summary>
internal static class Example
{
    /// <summary>The file with its variables replaced; one that has no value here fails.</summary>
    /// <param name="path">From the root of the repository.</param>
    /// <param name="sign">What stands before each variable.</param>
    /// <param name="values">Values by variable.</param>
    public static string Filled(string path, string sign, IReadOnlyDictionary<string, string> values) =>
        Fill(File.ReadAllText(SourceTree.PathOf(path)), sign, values);

    public static string Fill(string text, string sign, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values.OrderByDescending(pair => pair.Key.Length))
            text = text.Replace(sign + name, value, StringComparison.Ordinal);
        Assert.DoesNotContain(sign, text, StringComparison.Ordinal);
        return text;
    }
}
