namespace Engine.Enrichment.Documents;

/// <summary>A host, all hosts below a domain (<c>*.example.com</c>), or every host (<c>*</c>).</summary>
internal readonly record struct HostPattern(string Text)
{
    public bool Includes(string host) =>
        Text == "*" || (Text.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length >= Text.Length && host.EndsWith(Text[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(Text, StringComparison.OrdinalIgnoreCase));
}
