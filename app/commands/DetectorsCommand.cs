using System.CommandLine;

namespace Engine.App.Commands;

/// <summary><c>engine detectors</c>: what the engine catches, how it errs, and the numbers that can be turned.</summary>
internal static class DetectorsCommand
{
    /// <param name="detectors">The catalogue of detectors; asked for when the command runs.</param>
    public static Command Create(Func<IEnumerable<CatalogueEntry>> detectors) =>
        CatalogueCommand.Create("detectors", "List the detectors, with what each one needs, its known errors and its options.", detectors);
}
