using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Engine.App.Configuration.Binding;

namespace Engine.App.Configuration.Catalogue;

/// <summary>
/// What the records say of themselves, from the documentation files that the compiler writes beside the assemblies: the sentence in the
/// code is the sentence that the user reads, so the two cannot drift apart.
/// </summary>
internal static class XmlSummaries
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    /// <summary>Summary of the property; else of the positional parameter of that name; else empty.</summary>
    public static string SummaryOf(OptionProperty property)
    {
        var owner = property.Property.DeclaringType!;
        if (Member(owner, $"P:{Id(owner)}.{property.Property.Name}")?.Element("summary") is { } summary) return Text(summary);

        var parameter = Member(owner, $"T:{Id(owner)}")?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == property.Property.Name);
        return parameter is null ? "" : Text(parameter);
    }

    /// <summary>First sentence on what the options are for: of the type around them, where they are nested in their user. Else empty.</summary>
    public static string SummaryOf(Type options)
    {
        var user = options.DeclaringType ?? options;
        var text = Member(user, $"T:{Id(user)}")?.Element("summary") is { } summary ? Text(summary) : "";
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    /// <summary>The example of the property as it would be written; null where it gives none.</summary>
    public static string? ExampleOf(OptionProperty property)
    {
        var owner = property.Property.DeclaringType!;
        return Member(owner, $"P:{Id(owner)}.{property.Property.Name}")?.Element("example") is { } example ? Text(example) : null;
    }

    private static XElement? Member(Type owner, string id) => Files.GetOrAdd(owner.Assembly, Load).GetValueOrDefault(id);

    private static string Id(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(file)) return [];
        try
        {
            return XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        Append(element, text);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { Name.LocalName: "see" or "paramref" } reference) text.Append(Referred(reference));
            else if (node is XElement child) Append(child, text.Append(child.Name.LocalName is "para" ? " " : ""));
        }
    }

    /// <summary>A property is named as the key that it is.</summary>
    private static string Referred(XElement reference)
    {
        var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
        var name = target[(target.LastIndexOf('.') + 1)..];
        return target.StartsWith("P:", StringComparison.Ordinal) ? KeyPath.SnakeCase(name) : name;
    }
}
