using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Engine.App.Configuration.Reading;

/// <summary>
/// YAML text into nodes that know their place. Reads events one by one instead of loading a document, for three reasons: a duplicate key
/// is one problem among all and not the end; anchors and aliases (the billion laughs) are refused where they stand; depth and size are
/// bounded before anything is built.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>Largest file, bytes.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>Deepest nesting of sections and lists.</summary>
    public const int Deepest = 24;

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code).Except(['\t', '\n', '\r'])]);

    private readonly string _file;
    private readonly List<ConfigurationProblem> _problems;
    private readonly Parser _events;

    private YamlReader(string file, string text, List<ConfigurationProblem> problems)
    {
        _file = file;
        _problems = problems;
        _events = new Parser(new StringReader(text));
    }

    /// <param name="file">Name for problems.</param>
    /// <param name="text">The whole file.</param>
    /// <param name="problems">Gets what is wrong; after a syntax error nothing more of the file can be read.</param>
    /// <returns>The top section; null where the file is empty or not readable as YAML.</returns>
    public static ConfigurationNode? Read(string file, string text, List<ConfigurationProblem> problems)
    {
        // The parser takes a NUL for the end of the file, and would leave out in silence what follows.
        if (text.AsSpan().IndexOfAny(ControlCharacters) is >= 0 and var control)
        {
            problems.Add(ConfigurationProblem.At(PlaceOf(file, text, control), "", "a control character; is this a text file?"));
            return null;
        }

        try
        {
            return new YamlReader(file, text, problems).ReadFile();
        }
        catch (YamlException failure)
        {
            problems.Add(Syntax(file, text, failure));
            return null;
        }
    }

    private ConfigurationNode? ReadFile()
    {
        _events.Consume<StreamStart>();
        if (_events.TryConsume<StreamEnd>(out _)) return null;
        _events.Consume<DocumentStart>();
        var root = ReadNode("", 0);
        _events.Consume<DocumentEnd>();
        if (_events.TryConsume<DocumentStart>(out var second))
            Report(At(second.Start), "", "a second YAML document ('---'); the configuration is one document");
        return root is { IsNothing: true } ? null : root;
    }

    private ConfigurationNode ReadNode(string key, int depth)
    {
        var current = _events.Current ?? throw new YamlException("the file ends too early");
        _events.MoveNext();

        var origin = At(current.Start);
        if (current is AnchorAlias alias)
        {
            Report(origin, key, $"alias '*{alias.Value}' is not supported; write the value out");
            return new ScalarNode("", isPlain: true, origin);
        }

        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
            Report(origin, key, $"anchor '&{anchored.Anchor.Value}' is not supported; remove it");
        if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } } tagged)
            Report(origin, key, $"tag '{tagged.Tag.Value}' is not supported; remove it");
        if (depth > Deepest) throw new YamlException(current.Start, current.End, $"nested deeper than {Deepest} levels");

        return current switch
        {
            Scalar scalar => new ScalarNode(scalar.Value, scalar.Style is ScalarStyle.Plain, origin),
            SequenceStart => ReadSequence(key, origin, depth),
            MappingStart => ReadMapping(key, origin, depth),
            _ => throw new YamlException(current.Start, current.End, "expected a value"),
        };
    }

    private SequenceNode ReadSequence(string key, Origin origin, int depth)
    {
        var sequence = new SequenceNode(origin);
        while (!_events.TryConsume<SequenceEnd>(out _))
            sequence.Items.Add(ReadNode(KeyPath.Item(key, sequence.Items.Count), depth + 1));
        return sequence;
    }

    private MappingNode ReadMapping(string key, Origin origin, int depth)
    {
        var mapping = new MappingNode(origin);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var name = ReadNode(key, depth + 1);
            var value = ReadNode(name is ScalarNode { Text: var text } ? KeyPath.Child(key, text) : key, depth + 1);
            if (name is not ScalarNode { IsNothing: false } scalar)
                Report(name.Origin, key, "a key must be a plain name");
            else if (!mapping.Entries.TryAdd(scalar.Text, new MappingEntry(name.Origin, value)))
                Report(name.Origin, KeyPath.Child(key, scalar.Text), $"duplicate key; it stands in line {mapping.Entries[scalar.Text].KeyOrigin.Line} already");
        }

        return mapping;
    }

    private Origin At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);

    private void Report(Origin origin, string key, string message) => _problems.Add(ConfigurationProblem.At(origin, key, message));

    private static ConfigurationProblem Syntax(string file, string text, YamlException failure)
    {
        var (line, column) = ((int)failure.Start.Line, (int)failure.Start.Column);

        // A tab is the likeliest cause, and the parser names the line before it.
        foreach (var (number, written) in text.Split('\n').Index().Skip(line - 1).Take(2))
        {
            var indent = written.AsSpan()[..^written.AsSpan().TrimStart().Length];
            if (indent.Contains('\t'))
                return new ConfigurationProblem(file, number + 1, indent.IndexOf('\t') + 1, "", "a tab in the indentation; YAML wants spaces");
        }

        var message = failure.InnerException?.Message ?? failure.Message;
        return new ConfigurationProblem(file, line, column, "", $"not valid YAML: {char.ToLowerInvariant(message[0])}{message[1..].TrimEnd('.')}");
    }

    private static Origin PlaceOf(string file, string text, int index)
    {
        var before = text.AsSpan(0, index);
        return new Origin(file, before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
