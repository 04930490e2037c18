using System.CommandLine;
using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.App.Commands;

/// <summary><c>engine formats</c>: which records the engine reads, and what each format cannot tell it.</summary>
internal static class FormatsCommand
{
    /// <param name="formats">The catalogue of formats; asked for when the command runs.</param>
    /// <param name="envelopes">What records may be in.</param>
    public static Command Create(Func<IEnumerable<FormatInfo>> formats, IReadOnlyList<EnvelopeInfo> envelopes) => CatalogueCommand.Create(
        "formats", "List the formats of records, with what each one lacks, and the envelopes that shippers put around them.",
        () => formats().Select(Describe).Concat(envelopes.Select(Describe)));

    private static CatalogueEntry Describe(EnvelopeInfo envelope) => new($"{envelope.Name}/…", envelope.Title,
    [
        new("definition", envelope.Definition),
        new("use", $"before the name of a format: {envelope.Name}/combined; several outermost first"),
        new("not used", envelope.Carries),
    ]);

    private static CatalogueEntry Describe(FormatInfo format) => new(format.Name, format.Title,
    [
        new("definition", format.Definition),
        new("time", format.AtMarks == CallMoment.Start ? "start of the call" : "end of the call"),
        new("byte counts", format.ByteCounts),
        new("lacks", string.Join(", ", format.Lacks)),
    ]);
}
