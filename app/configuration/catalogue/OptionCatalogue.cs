using System.Collections;
using System.Globalization;
using Engine.App.Configuration.Binding;

namespace Engine.App.Configuration.Catalogue;

/// <summary>Every key of a record of options, from the record itself: what the binder accepts is what is listed.</summary>
internal static class OptionCatalogue
{
    /// <summary>Stands for a key that the user chooses.</summary>
    public const string AnyName = "NAME";

    /// <param name="type">A record of options.</param>
    /// <param name="name">Key under which it stands; empty for the whole configuration.</param>
    public static IReadOnlyList<OptionKey> Of(Type type, string name = "") => KeysOf(type, OptionShape.CreateSection(type), name);

    private static IReadOnlyList<OptionKey> KeysOf(Type type, object defaults, string name) =>
        [.. OptionProperty.AllOf(type).Select(property => Describe(property, property.Property.GetValue(defaults), KeyPath.Child(name, property.Key)))];

    private static OptionKey Describe(OptionProperty property, object? value, string name) => new(
        name,
        TypeOf(property, property.Shape),
        property.IsRequired ? null : Written(value, property.IsByteSize),
        PropertyRules.Describe(property),
        XmlSummaries.SummaryOf(property),
        XmlSummaries.ExampleOf(property),
        property.IsRequired,
        ChildrenOf(property, value, name))
    {
        IsListOfSections = property.Shape is { Kind: OptionKind.List, Item: { } item } && OptionShape.Of(item).Kind == OptionKind.Section,
    };

    private static IReadOnlyList<OptionKey> ChildrenOf(OptionProperty property, object? value, string name)
    {
        var shape = property.Shape;
        if (property.TypesByKey is { } types)
            return [.. types.Select(type => SectionByKey(type.Value, KeyPath.Child(name, type.Key)))];
        if (shape.Kind == OptionKind.Section) return KeysOf(shape.Type, value ?? OptionShape.CreateSection(shape.Type), name);
        if (shape.Item is null || OptionShape.Of(shape.Item) is not { Kind: OptionKind.Section } item) return [];
        return Of(item.Type, shape.Kind == OptionKind.List ? $"{name}[]" : KeyPath.Child(name, AnyName));
    }

    private static OptionKey SectionByKey(Type type, string name) =>
        new(name, "section", null, null, XmlSummaries.SummaryOf(type), null, IsRequired: false, Of(type, name));

    private static string TypeOf(OptionProperty property, OptionShape shape) => shape.Kind switch
    {
        OptionKind.Section => "section",
        OptionKind.List => $"list of {TypeOf(property, OptionShape.Of(shape.Item!))}",
        OptionKind.Dictionary => property.TypesByKey is null ? $"{TypeOf(property, OptionShape.Of(shape.Item!))} by name" : "section by name",
        _ => property.IsSecret ? "secret (file:/path or env:NAME)" : ScalarText.Describe(shape.Type, property.IsByteSize),
    };

    /// <summary>A default as it would be written in YAML; null for none and for sections, whose keys have their own.</summary>
    private static string? Written(object? value, bool isByteSize) => value switch
    {
        null or byte[] => null,
        string text => Quoted(text),
        IDictionary values => values.Count == 0 ? "{}"
            : values.Values.Cast<object>().All(IsScalar) ? "{" + string.Join(", ", values.Keys.Cast<string>().Select(key => $"{Quoted(key)}: {Written(values[key], isByteSize)}")) + "}"
            : null,
        IEnumerable items => items.Cast<object>().All(IsScalar) ? "[" + string.Join(", ", items.Cast<object>().Select(item => Written(item, isByteSize))) + "]" : null,
        _ => IsScalar(value) ? ScalarText.Format(value, isByteSize) : null,
    };

    private static bool IsScalar(object value) => ScalarText.CanRead(value.GetType());

    /// <summary>Quotes where YAML would read the plain text as something else.</summary>
    private static string Quoted(string text)
    {
        var isPlain = text.Length > 0 && text is not ("null" or "~" or "-") && text.Trim() == text && !text.Any(char.IsControl)
            && text.IndexOfAny([':', '#', ',', '[', ']', '{', '}', '"', '\'', '\\']) < 0 && "&*!|>%@`-? ".IndexOf(text[0], StringComparison.Ordinal) < 0;
        return isPlain ? text : "\"" + string.Concat(text.Select(Escaped)) + "\"";
    }

    private static string Escaped(char character) => character switch
    {
        '"' or '\\' => "\\" + character,
        _ when char.IsControl(character) => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
        _ => character.ToString(),
    };
}
