using Engine.Enrichment.Documents;
using Engine.Schemas;

namespace Engine.App.Documents;

/// <summary>Reads the API documents that the configuration names: the rooms themselves open no files.</summary>
internal static class ApiDocuments
{
    /// <exception cref="UserError">One cannot be read, is too large, or is none.</exception>
    public static IReadOnlyList<DocumentedApi> Read(IReadOnlyList<DocumentOptions> documents) => [.. documents.Select(Read)];

    private static DocumentedApi Read(DocumentOptions document)
    {
        try
        {
            using var file = File.OpenRead(document.File);
            // Before it is read: whoever wrote it may have meant to fill the memory.
            if (file.Length > OpenApiFile.MostBytes)
                throw new UserError($"enrichment.documents: {document.File} has more than {OpenApiFile.MostBytes >> 20} MiB; name an API document", isUsage: true);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return OpenApiFile.Parse(content, document);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"enrichment.documents: {document.File} cannot be read ({UserError.Why(cause)}); name a file that this user may read", isUsage: true, cause);
        }
    }
}
