namespace Engine.Ingest.Formats;

/// <summary>Tries every format, bare and in every envelope, on the first records of an input, to say which one was meant.</summary>
public static class FormatProbe
{
    /// <summary>Records of each format that are tried.</summary>
    public const int MostRecords = 300;

    // Chains that are looked for; others have to be named. What is in a narrower envelope is not looked for in a wider one.
    private static readonly string[][] s_envelopes = [[""], ["docker/", "json/"], ["cri/"], ["syslog/"], ["json/docker/", "json/cri/", "json/syslog/"]];

    /// <summary>Results of all formats, in the order of the catalogue; those in envelopes only where records look like being in one.</summary>
    /// <param name="head">Beginning of the input.</param>
    /// <param name="formats">The formats to try.</param>
    public static IReadOnlyList<FormatProbeResult> Examine(InputHead head, FormatCatalog formats)
    {
        var results = new List<FormatProbeResult>();
        foreach (var chains in s_envelopes)
        {
            foreach (var chain in chains)
            {
                if (TryChain(chain, head, formats, results))
                    break;
            }
        }

        return results;
    }

    /// <summary>
    /// One line for a person: "0 of the first 100 records are 'kong'; 97 look like 'combined': try --format combined".
    /// Null where the chosen format fits at least half of the records, or nothing was there to try.
    /// </summary>
    public static string? Advice(IReadOnlyList<FormatProbeResult> results, string chosen)
    {
        if (results.FirstOrDefault(result => result.Format == chosen) is not { Records: > 0 } own || own.Accepted * 2 >= own.Records)
            return null;
        var best = own;
        foreach (var result in results)
        {
            if (result.Records > 0 && (long)result.Accepted * best.Records > (long)best.Accepted * result.Records)
                best = result;
        }

        var finding = $"{own.Accepted} of the first {own.Records} records are '{chosen}'";
        return ReferenceEquals(best, own)
            ? $"{finding} and no other format fits better: is this an access log?"
            : $"{finding}; {best.Accepted} look like '{best.Format}': try --format {best.Format}";
    }

    /// <returns>True: most records are in these envelopes.</returns>
    private static bool TryChain(string chain, InputHead head, FormatCatalog formats, List<FormatProbeResult> results)
    {
        var tried = formats.Formats.Where(format => chain.Length == 0 || !format.Info.IsBinary).ToList();
        var first = Try(formats[chain + tried[0].Info.Name], head);
        if (chain.Length > 0 && first.Unopened * 2 > first.Records)
            return false;
        results.Add(first);
        results.AddRange(tried.Skip(1).Select(format => Try(formats[chain + format.Info.Name], head)));
        return chain.Length > 0;
    }

    private static FormatProbeResult Try(IRecordFormat format, InputHead head)
    {
        var result = new FormatProbeResult(format.Info.Name);
        foreach (var record in head.Cut(format.Info))
        {
            var parsed = new ParsedRecords(1);
            format.Parse(record, parsed);
            result = result.With(parsed);
            if (result.Records == MostRecords)
                break;
        }

        return result;
    }
}
