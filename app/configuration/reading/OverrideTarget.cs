using System.Globalization;
using Engine.App.Configuration.Binding;

namespace Engine.App.Configuration.Reading;

/// <summary>
/// Writes an override into the nodes of the file, guided by the records: they say whether <c>0</c> is the number of an item or a key.
/// A key that no record knows is written all the same, and the binder refuses it like one from the file.
/// </summary>
/// <param name="value">The override.</param>
/// <param name="problems">Gets what cannot be written.</param>
internal sealed class OverrideTarget(Override value, List<ConfigurationProblem> problems)
{
    /// <param name="root">The whole file's node, changed in place.</param>
    /// <param name="type">The record of the whole configuration.</param>
    public void Write(MappingNode root, Type type) => Replace(root, null, new OptionShape(OptionKind.Section, type), 0, "");

    /// <returns>The node to stand in its place; null where the override does not fit, which is reported.</returns>
    private ConfigurationNode? Replace(ConfigurationNode? current, OptionProperty? property, OptionShape? shape, int depth, string key)
    {
        if (depth == value.Path.Count) return new ScalarNode(value.Value, isPlain: true, value.Origin);

        switch (shape?.Kind)
        {
            case OptionKind.Section:
                var child = OptionProperty.AllOf(shape.Type).FirstOrDefault(known => known.Key == value.Path[depth]);
                return ReplaceEntry(current, child?.Key ?? value.Path[depth], child, child?.Shape, depth, key);
            case OptionKind.Dictionary:
                var name = Resolve(value.Path[depth], property?.TypesByKey?.Keys ?? (current as MappingNode)?.Entries.Keys.AsEnumerable() ?? []);
                var item = property?.TypesByKey is not { } types ? OptionShape.Of(shape.Item!)
                    : types.TryGetValue(name, out var type) ? new OptionShape(OptionKind.Section, type)
                    : null;
                return ReplaceEntry(current, name, null, item, depth, key);
            case OptionKind.List:
                return ReplaceItem(current, property, OptionShape.Of(shape.Item!), depth, key);
            case OptionKind.Scalar:
                Report(key, $"is a single value; it has no '{value.Path[depth]}'");
                return current;
            default:
                return new ScalarNode(value.Value, isPlain: true, value.Origin);
        }
    }

    private MappingNode ReplaceEntry(ConfigurationNode? current, string name, OptionProperty? property, OptionShape? shape, int depth, string key)
    {
        var mapping = current as MappingNode ?? new MappingNode(value.Origin);
        var exists = mapping.Entries.TryGetValue(name, out var entry);
        var replaced = Replace(exists ? entry.Value : null, property, shape, depth + 1, KeyPath.Child(key, name));
        if (replaced is not null) mapping.Entries[name] = new MappingEntry(exists ? entry.KeyOrigin : value.Origin, replaced);
        return mapping;
    }

    private SequenceNode ReplaceItem(ConfigurationNode? current, OptionProperty? property, OptionShape shape, int depth, string key)
    {
        var sequence = current as SequenceNode ?? new SequenceNode(value.Origin);
        var count = sequence.Items.Count;
        if (!int.TryParse(value.Path[depth], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            Report(key, $"is a list; '{value.Path[depth]}' is not the number of an item");
        else if (index > count)
            Report(KeyPath.Item(key, index), $"the list has {count} items; the next is {KeyPath.Item(key, count)}");
        else if (Replace(index < count ? sequence.Items[index] : null, property, shape, depth + 1, KeyPath.Item(key, index)) is not { } replaced)
            return sequence;
        else if (index == count)
            sequence.Items.Add(replaced);
        else
            sequence.Items[index] = replaced;
        return sequence;
    }

    private string Resolve(string segment, IEnumerable<string> known) =>
        value.IgnoresCase ? known.FirstOrDefault(name => Plain(name) == Plain(segment)) ?? segment : segment;

    private static string Plain(string name) => name.Replace('-', '_').ToUpperInvariant();

    private void Report(string key, string message) => problems.Add(ConfigurationProblem.At(value.Origin, key, message));
}
