using SharpYaml;
using SharpYaml.Events;

namespace Engine.App.Documents;

/// <summary>
/// Counts what a YAML document is before it is built: a few lines that name each other are billions once they are written out, and a
/// document as deep as it is long exhausts the stack.
/// </summary>
internal static class YamlBounds
{
    private const int Deepest = 100;
    private const long MostNodes = 2_000_000;

    /// <exception cref="InvalidDataException">It is more than a document of an API can be.</exception>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static void Check(byte[] content)
    {
        var parser = Parser.CreateParser(new StreamReader(new MemoryStream(content)));
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var open = new Stack<(string? Anchor, long Before)>();
        var nodes = 0L;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    open.Push((((NodeEvent)parser.Current).Anchor, nodes++));
                    break;
                case MappingEnd or SequenceEnd:
                    var (anchor, before) = open.Pop();
                    if (anchor is not null)
                        sizes[anchor] = nodes - before;
                    break;
                case AnchorAlias alias:
                    nodes += sizes.GetValueOrDefault(alias.Value, 1);
                    break;
                case Scalar:
                    nodes++;
                    break;
            }

            if (open.Count > Deepest || nodes > MostNodes)
                throw new InvalidDataException($"it is deeper than {Deepest} levels, or larger than {MostNodes} values once its aliases are written out");
        }
    }
}
