namespace Engine.Enrichment.Documents;

/// <summary>What one document states, as it was read: enrichment itself opens no files.</summary>
/// <param name="Hosts">Whose API it is; <c>*.example.com</c> for all below one, <c>*</c> for every host.</param>
/// <param name="Operations">What there is.</param>
public sealed record DocumentedApi(IReadOnlyList<string> Hosts, IReadOnlyList<DocumentedOperation> Operations);
