namespace Engine.App.Configuration.Catalogue;

/// <summary>One key of the configuration, told by its record.</summary>
/// <param name="Name">Whole key; an item of a list as <c>sources[].format</c>, a free name as <c>fields.NAME</c>.</param>
/// <param name="Type">What is written: "whole number", "duration", "section".</param>
/// <param name="Default">As it would be written; null where there is none.</param>
/// <param name="Range">"1 to 256"; null where there is none.</param>
/// <param name="Summary">What it is; empty where its record does not say.</param>
/// <param name="Example">As it would be written; null where its record gives none.</param>
/// <param name="IsRequired">There is no default and it must be written.</param>
/// <param name="Children">Keys below it: of a section, or of one item of a list.</param>
internal sealed record OptionKey(
    string Name, string Type, string? Default, string? Range, string Summary, string? Example, bool IsRequired, IReadOnlyList<OptionKey> Children)
{
    /// <summary>Last part of the name.</summary>
    public string Key => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>The items of the list are sections.</summary>
    public bool IsListOfSections { get; init; }

    /// <summary>This key and all below it.</summary>
    public IEnumerable<OptionKey> All() => Children.SelectMany(child => child.All()).Prepend(this);
}
