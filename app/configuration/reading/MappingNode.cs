namespace Engine.App.Configuration.Reading;

internal sealed class MappingNode(Origin origin) : ConfigurationNode(origin)
{
    /// <summary>In the order of the file; overrides follow.</summary>
    public OrderedDictionary<string, MappingEntry> Entries { get; } = new(StringComparer.Ordinal);
    public override string Kind => "a section";
}
