using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Engine.App.Configuration.Reading;
using Engine.Schemas;

namespace Engine.App.Configuration.Binding;

/// <summary>
/// Nodes onto a record of options. Goes on after a problem, so that one run tells them all; a rule across the keys of a section is judged
/// when every key of that section is good. A list replaces its default, a section or dictionary changes what it names.
/// </summary>
internal sealed class OptionsBinder
{
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly List<PendingSecret> _secrets = [];

    /// <param name="type">A record whose properties have setters or init.</param>
    /// <param name="node">What was written; null for nothing, which gives the defaults.</param>
    /// <param name="key">Key under which it stands; empty for the whole configuration.</param>
    public static BoundOptions Bind(Type type, ConfigurationNode? node, string key = "")
    {
        var binder = new OptionsBinder();
        var options = binder.BindSection(type, null, node ?? new MappingNode(Origin.Defaults), key);
        return new BoundOptions(options, binder._problems, binder._secrets);
    }

    /// <remarks>The defaults are what the parent's record says where nothing is written; null for the section's own.</remarks>
    private object BindSection(Type type, object? defaults, ConfigurationNode node, string key)
    {
        var section = defaults is null ? OptionShape.CreateSection(type) : OptionShape.Copy(defaults);
        var entries = EntriesOf(node, key);
        if (entries is null) return section;

        var before = _problems.Count;
        var properties = OptionProperty.AllOf(type);
        foreach (var (name, entry) in entries)
        {
            if (properties.All(property => property.Key != name)) Report(entry.KeyOrigin, KeyPath.Child(key, name), UnknownKey(name, properties));
        }

        foreach (var property in properties)
        {
            var path = KeyPath.Child(key, property.Key);
            if (entries.TryGetValue(property.Key, out var entry))
                BindProperty(section, property, entry.Value, path);
            else if (property.IsRequired && defaults is null)
                Report(node.Origin, path, "this key is required and missing");
            else if (property.TypesByKey is not null)
                BindProperty(section, property, new MappingNode(node.Origin), path);
        }

        if (_problems.Count == before && section is IValidatableObject rules) CheckAcross(rules, properties, node, entries, key);
        return section;
    }

    private void BindProperty(object section, OptionProperty property, ConfigurationNode node, string key)
    {
        var (before, firstSecret) = (_problems.Count, _secrets.Count);
        var value = BindValue(property, property.Shape, property.Property.GetValue(section), node, key, late => property.Property.SetValue(section, late));
        if (_problems.Count > before) return;

        property.Property.SetValue(section, value);
        if (!property.IsSecret)
        {
            foreach (var broken in PropertyRules.Check(property, value, section)) Report(node.Origin, key, broken);
            return;
        }

        // The rules are about the secret, and so far there is only the reference to it.
        for (var i = firstSecret; i < _secrets.Count; i++)
            _secrets[i] = _secrets[i] with { Check = () => PropertyRules.Check(property, property.Property.GetValue(section), section) };
    }

    /// <remarks><c>put</c> puts a value that comes later (a secret) in the place of the one bound now.</remarks>
    private object? BindValue(
        OptionProperty property, OptionShape shape, object? defaults, ConfigurationNode node, string key, Action<object> put) => shape.Kind switch
        {
            // A section that may be absent is absent while every key below it is commented out.
            OptionKind.Section when node.IsNothing && property.IsNullable && defaults is null => null,
            OptionKind.Section => BindSection(shape.Type, defaults, node, key),
            OptionKind.List => BindList(property, shape, node, key, put),
            OptionKind.Dictionary => BindDictionary(property, shape, (IEnumerable?)defaults, node, key),
            _ => BindScalar(property, shape, node, key, put),
        };

    private object? BindScalar(OptionProperty property, OptionShape shape, ConfigurationNode node, string key, Action<object> put)
    {
        if (node is not ScalarNode scalar) return Refuse(node, key, $"expected {ScalarText.Describe(shape.Type, property.IsByteSize)}, found {node.Kind}");
        if (scalar.Text.Length == 0 && property.IsNullable) return null;
        if (scalar.IsNothing && shape.Type == typeof(byte[])) return Array.Empty<byte>();
        if (scalar.IsNothing && !scalar.Origin.IsOverride)
            return property.IsNullable ? null : Refuse(node, key, $"has no value; expected {ScalarText.Describe(shape.Type, property.IsByteSize)}");

        if (property.IsSecret)
        {
            if (SecretReference.Parse(scalar.Text) is not { } reference) return Refuse(node, key, SecretReference.Advice);
            var isBytes = shape.Type == typeof(byte[]);
            _secrets.Add(new PendingSecret(node.Origin, key, reference, secret => put(isBytes ? Encoding.UTF8.GetBytes(secret) : secret), () => []));
            return isBytes ? Encoding.UTF8.GetBytes(scalar.Text) : scalar.Text;
        }

        var text = property.HasUnitInName && scalar.Text.All(char.IsAsciiDigit) ? scalar.Text + "B" : scalar.Text;
        var outcome = ScalarText.Parse(text, shape.Type, property.IsByteSize);
        return outcome.Refusal is null ? outcome.Value : Refuse(node, key, outcome.Refusal);
    }

    private object? BindList(OptionProperty property, OptionShape shape, ConfigurationNode node, string key, Action<object> put)
    {
        if (ItemsOf(node) is not { } nodes) return Refuse(node, key, $"expected a list, found {node.Kind}; write [a, b] or one '- item' a line");

        var itemShape = OptionShape.Of(shape.Item!);
        var items = new object?[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            var at = i;
            items[i] = BindValue(property, itemShape, null, nodes[i], KeyPath.Item(key, i), late =>
            {
                items[at] = late;
                put(shape.CollectItems(items));
            });
        }

        return items.Contains(null) ? null : shape.CollectItems(items);
    }

    private object? BindDictionary(OptionProperty property, OptionShape shape, IEnumerable? defaults, ConfigurationNode node, string key)
    {
        if (EntriesOf(node, key) is not { } entries) return null;

        var values = shape.NewDictionary();
        foreach (var pair in defaults ?? Array.Empty<object>())
            values.Add(pair.GetType().GetProperty("Key")!.GetValue(pair)!, pair.GetType().GetProperty("Value")!.GetValue(pair));
        foreach (var (name, type) in property.TypesByKey ?? new Dictionary<string, Type>())
        {
            if (!values.Contains(name)) values.Add(name, OptionShape.CreateSection(type));
        }

        foreach (var (name, entry) in entries)
        {
            var path = KeyPath.Child(key, name);
            if (property.TypesByKey is { } types && !types.ContainsKey(name))
            {
                Report(entry.KeyOrigin, path, $"unknown key{Nearest.Hint(name, types.Keys)}");
                continue;
            }

            var itemShape = property.TypesByKey is null ? OptionShape.Of(shape.Item!) : new OptionShape(OptionKind.Section, property.TypesByKey[name]);
            values[name] = BindValue(property, itemShape, values[name], entry.Value, path, late => values[name] = late);
        }

        return values;
    }

    private void CheckAcross(
        IValidatableObject rules, IReadOnlyList<OptionProperty> properties, ConfigurationNode node,
        OrderedDictionary<string, MappingEntry> entries, string key)
    {
        foreach (var broken in rules.Validate(new ValidationContext(rules)))
        {
            if (broken == ValidationResult.Success) continue;
            var named = properties.FirstOrDefault(property => broken.MemberNames.Contains(property.Property.Name))?.Key;
            var origin = named is not null && entries.TryGetValue(named, out var entry) ? entry.KeyOrigin : node.Origin;
            Report(origin, named is null ? key : KeyPath.Child(key, named), broken.ErrorMessage ?? "does not fit the other keys of its section");
        }
    }

    /// <summary>Nothing written under a key is an empty section: every key below it may be commented out.</summary>
    private OrderedDictionary<string, MappingEntry>? EntriesOf(ConfigurationNode node, string key)
    {
        if (node is MappingNode mapping) return mapping.Entries;
        if (node.IsNothing) return [];
        Report(node.Origin, key, $"expected a section of 'key: value' lines, found {node.Kind}");
        return null;
    }

    /// <summary>An override is one line of text: there, commas separate the items.</summary>
    private static List<ConfigurationNode>? ItemsOf(ConfigurationNode node) => node switch
    {
        SequenceNode sequence => sequence.Items,
        { IsNothing: true } => [],
        ScalarNode { Origin.IsOverride: true } scalar =>
            [.. scalar.Text.Split(',', StringSplitOptions.TrimEntries).Select(item => new ScalarNode(item, isPlain: false, scalar.Origin))],
        _ => null,
    };

    private static string UnknownKey(string name, IReadOnlyList<OptionProperty> properties)
    {
        var known = properties.Select(property => property.Key).ToList();
        return Nearest.Hint(name, known) is { Length: > 0 } hint ? $"unknown key{hint}" : $"unknown key; known here: {string.Join(", ", known)}";
    }

    private object? Refuse(ConfigurationNode node, string key, string message)
    {
        Report(node.Origin, key, message);
        return null;
    }

    private void Report(Origin origin, string key, string message) => _problems.Add(ConfigurationProblem.At(origin, key, message));
}
