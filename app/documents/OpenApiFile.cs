using System.Text.Json;
using Engine.Enrichment.Documents;
using Engine.Schemas;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Engine.App.Documents;

/// <summary>
/// An OpenAPI document. Whoever wrote it may have meant ill: size, depth and number of everything are bounded, references are followed a few
/// levels only, and nothing else is fetched.
/// </summary>
internal static class OpenApiFile
{
    public const int MostBytes = 32 << 20;

    private const int MostOperations = 50_000, LongestPath = 1_024;

    /// <param name="content">The whole file.</param>
    /// <param name="options">Which, and for whom.</param>
    /// <exception cref="UserError">It is none.</exception>
    public static DocumentedApi Parse(byte[] content, DocumentOptions options)
    {
        try
        {
            var document = Load(content);
            return new DocumentedApi(
                options.Hosts.Count > 0 ? options.Hosts : ServerAddress.Hosts(document.Servers), [.. Operations(document, options.BasePath).Take(MostOperations)]);
        }
        catch (Exception unreadable) when (unreadable is OpenApiException or OpenApiUnsupportedSpecVersionException or JsonException or FormatException
            or InvalidOperationException or ArgumentException or InvalidDataException or NotSupportedException or SharpYaml.YamlException)
        {
            throw new UserError(
                $"enrichment.documents: {options.File} cannot be read as OpenAPI 3.0 or 3.1 ({UserError.Why(unreadable)}); correct it, or leave it out",
                isUsage: true, unreadable);
        }
    }

    private static OpenApiDocument Load(byte[] content)
    {
        var isJson = content.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..];
        var settings = new OpenApiReaderSettings { LoadExternalRefs = false, RuleSet = ValidationRuleSet.GetEmptyRuleSet() };
        if (!isJson)
        {
            YamlBounds.Check(content);
            settings.AddYamlReader();
        }

        using var stream = new MemoryStream(content);
        var read = OpenApiDocument.Load(stream, isJson ? OpenApiConstants.Json : OpenApiConstants.Yaml, settings);
        if (read.Document is { Paths.Count: > 0 } document)
            return document;
        var why = read.Diagnostic?.Errors is [var first, ..] ? first.ToString() : "it states no paths";
        throw new InvalidDataException(why);
    }

    private static IEnumerable<DocumentedOperation> Operations(OpenApiDocument document, string? basePath)
    {
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                var servers = operation.Servers is { Count: > 0 } own ? own : item.Servers is { Count: > 0 } its ? its : document.Servers;
                var parameters = DocumentParameters.Of(item, operation);
                foreach (var prefix in basePath is null ? ServerAddress.BasePaths(servers) : [basePath])
                {
                    var whole = prefix.TrimEnd('/') + path;
                    if (whole.Length <= LongestPath)
                        yield return new DocumentedOperation(method.Method.ToUpperInvariant(), whole) { IsDeprecated = operation.Deprecated, Parameters = parameters };
                }
            }
        }
    }
}
