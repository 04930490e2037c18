namespace Engine.App.Configuration.Reading;

internal sealed class SequenceNode(Origin origin) : ConfigurationNode(origin)
{
    public List<ConfigurationNode> Items { get; } = [];
    public override string Kind => "a list";
}
