using System.Globalization;
using Engine.Enrichment.Documents;
using Engine.Schemas;

namespace Engine.App.Documents;

/// <summary>The API documents that the configuration names, read: the rooms themselves open no files.</summary>
internal sealed class ApiDocuments
{
    private ApiDocuments(IReadOnlyList<DocumentedApi> stated, string digest) => (Stated, Digest) = (stated, digest);

    public IReadOnlyList<DocumentedApi> Stated { get; }

    /// <summary>Names their contents: a file of the same name may state something else tomorrow. Empty where there is none.</summary>
    public string Digest { get; }

    /// <exception cref="UserError">One cannot be read, is too large, or is none.</exception>
    public static ApiDocuments Read(IReadOnlyList<DocumentOptions> documents)
    {
        var (stated, digest) = (new List<DocumentedApi>(), "");
        foreach (var document in documents)
        {
            var content = Content(document);
            digest += StableHash.Of(content).ToString("x16", CultureInfo.InvariantCulture);
            stated.Add(OpenApiFile.Parse(content, document));
        }

        return new ApiDocuments(stated, digest);
    }

    private static byte[] Content(DocumentOptions document)
    {
        try
        {
            using var file = File.OpenRead(document.File);
            // Before it is read: whoever wrote it may have meant to fill the memory.
            if (file.Length > OpenApiFile.MostBytes)
                throw new UserError($"enrichment.documents: {document.File} has more than {OpenApiFile.MostBytes >> 20} MiB; name an API document", isUsage: true);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"enrichment.documents: {document.File} cannot be read ({UserError.Why(cause)}); name a file that this user may read", isUsage: true, cause);
        }
    }
}
