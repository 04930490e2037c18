namespace Engine.App.Configuration.Reading;

/// <param name="text">The value as written, quotes and escapes resolved.</param>
/// <param name="isPlain">True: without quotes, so that <c>null</c> means nothing.</param>
/// <param name="origin">Where it was written.</param>
internal sealed class ScalarNode(string text, bool isPlain, Origin origin) : ConfigurationNode(origin)
{
    public string Text { get; } = text;
    public override string Kind => "a single value";
    public override bool IsNothing => isPlain && (Text is "" or "~" or "null");
}
