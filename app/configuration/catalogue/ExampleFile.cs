using System.Text;

namespace Engine.App.Configuration.Catalogue;

/// <summary>
/// A configuration file with every key: what it is, its range, and its default as a comment. A line of prose begins with "# ", a key that
/// can be uncommented with "#" alone.
/// </summary>
internal static class ExampleFile
{
    private const int Width = 120;

    private const string Heading = """
        # Every key of Engine's configuration with its default. Remove the '#' before a key to change it; `engine validate -c FILE` checks the file.
        # Durations: 250ms, 5s, 2min, 1h, 30d. Sizes: 64KiB, 4GiB. Secrets: file:/path or env:NAME, never the secret itself.
        # Any key can also be set by the environment (ENGINE__ENGINE__LANES=2, ENGINE__SOURCES__0__FORMAT=combined) and by an
        # argument (--set engine.lanes=2), where commas separate the items of a list. The argument wins over the environment, and that over the file.
        # This file is made by `engine validate --example`.
        """;

    public static string Write(Type root)
    {
        var text = new StringBuilder(Heading).Append('\n');
        foreach (var key in OptionCatalogue.Of(root))
        {
            text.Append('\n');
            WriteKey(text, key, "", block: null);
        }

        return text.ToString();
    }

    /// <summary>A commented block, as the item of a list is one: what stands between '#' and the first key, and before the others.</summary>
    private sealed record Block(string First, string Rest);

    private static void WriteKey(StringBuilder text, OptionKey key, string indent, Block? block)
    {
        WriteProse(text, key, indent);
        if (key.Children.Count == 0)
        {
            // The item of a list is an example as a whole, and a required key has no default; elsewhere the default is what must be seen.
            var value = (block is not null || key.IsRequired) && (key.Default is null or "\"\"" or "[]" or "{}") ? key.Example ?? key.Default : key.Default;
            text.Append($"{indent}#{block?.First}{key.Key}:{(value is null ? "" : " " + value)}\n");
            return;
        }

        text.Append(block is null ? $"{indent}{key.Key}:\n" : $"{indent}#{block.First}{key.Key}:\n");
        var (inside, deeper) = block is null ? (indent + "  ", "") : (indent, block.Rest + "  ");
        if (key.IsListOfSections)
            WriteBlock(text, key.Children, inside, new Block(deeper + "- ", deeper + "  "));
        else if (key.Children[0].Name.StartsWith($"{key.Name}.{OptionCatalogue.AnyName}.", StringComparison.Ordinal))
            WriteNamed(text, key.Children, inside, deeper);
        else
            WriteBlock(text, key.Children, inside, block is null ? null : new Block(deeper, deeper));
    }

    private static void WriteBlock(StringBuilder text, IReadOnlyList<OptionKey> keys, string indent, Block? block)
    {
        foreach (var key in keys)
        {
            WriteKey(text, key, indent, block);
            block = block is null ? null : block with { First = block.Rest };
        }
    }

    private static void WriteNamed(StringBuilder text, IReadOnlyList<OptionKey> keys, string indent, string deeper)
    {
        text.Append($"{indent}#{deeper}{OptionCatalogue.AnyName}:\n");
        WriteBlock(text, keys, indent, new Block(deeper + "  ", deeper + "  "));
    }

    private static void WriteProse(StringBuilder text, OptionKey key, string indent)
    {
        var facts = key.Children.Count > 0 ? "" : $" ({string.Join("; ", new[] { key.Type, key.Range, key.IsRequired ? "required" : null }.OfType<string>())})";
        var example = key is { Example: not null, IsRequired: false } ? $" For example {key.Example}" : "";
        var line = new StringBuilder();
        foreach (var word in $"{key.Summary}{facts}{example}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && indent.Length + line.Length + word.Length > Width)
            {
                text.Append($"{indent}#{line}\n");
                line.Clear();
            }

            line.Append(' ').Append(word);
        }

        if (line.Length > 0) text.Append($"{indent}#{line}\n");
    }
}
