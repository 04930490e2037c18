using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Tries every format, bare and in every envelope, on the first records of a file, to say which one was meant.</summary>
public static class FormatProbe
{
    /// <summary>Bytes of the file that are looked at.</summary>
    public const int HeadBytes = 256 * 1024;

    /// <summary>Records of each format that are tried.</summary>
    public const int MostRecords = 300;

    // Chains that are looked for; others have to be named.
    private static readonly string[] s_envelopes = ["", "json/", "docker/", "cri/", "syslog/", "json/cri/", "json/docker/", "json/syslog/"];

    /// <summary>Results of all formats, in the order of the catalogue; those in envelopes only where records look like being in one.</summary>
    /// <param name="head">First bytes of the file, decompressed; more than <see cref="HeadBytes"/> are not looked at.</param>
    /// <param name="isWhole">True: the file ends here. False: the last record may be cut off and is left out.</param>
    /// <param name="formats">The formats to try.</param>
    public static IReadOnlyList<FormatProbeResult> Examine(ReadOnlyMemory<byte> head, bool isWhole, FormatCatalog formats)
    {
        if (head.Length > HeadBytes)
        {
            head = head[..HeadBytes];
            isWhole = false;
        }

        var results = new List<FormatProbeResult>();
        foreach (var envelopes in s_envelopes)
        {
            var tried = formats.Formats.Where(format => envelopes.Length == 0 || !format.Info.IsBinary).ToList();
            var probed = Try(formats[envelopes + tried[0].Info.Name], head, isWhole);
            if (envelopes.Length > 0 && probed.Unopened * 2 > probed.Records)
                continue;
            results.Add(probed);
            results.AddRange(tried.Skip(1).Select(format => Try(formats[envelopes + format.Info.Name], head, isWhole)));
        }

        return results;
    }

    /// <summary>The same for a file or archive on disk.</summary>
    /// <exception cref="UserError">The file cannot be read.</exception>
    public static IReadOnlyList<FormatProbeResult> Examine(string path, FormatCatalog formats)
    {
        try
        {
            using var input = InputStream.Open(RecordReader.OpenFile(path), new ReadProgress());
            var head = new byte[HeadBytes];
            var length = ReadHead(input, head);
            return Examine(head.AsMemory(0, length), length < HeadBytes, formats);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read ({UserError.Why(unreadable)}); check that the file is readable", cause: unreadable);
        }
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

    private static FormatProbeResult Try(IRecordFormat format, ReadOnlyMemory<byte> head, bool isWhole)
    {
        using var records = new RecordStream("probe", format.Info.Name, IRecordFormat.DefaultMostRecordBytes, Epoch.Instance)
        {
            Input = new MemoryStream(head.ToArray(), writable: false),
        };
        records.CutFor(format.Info);
        var result = new FormatProbeResult(format.Info.Name);
        while (result.Records < MostRecords
            && (records.TryRead(out var record, out _) || ((isWhole || result.Records == 0) && records.TryFinish(out record, out _))))
        {
            var parsed = new ParsedRecords(1);
            format.Parse(record, parsed);
            result = result.With(parsed);
        }

        return result;
    }

    // What a broken archive still gives is enough to tell its format.
    private static int ReadHead(Stream input, byte[] head)
    {
        var length = 0;
        try
        {
            while (length < head.Length && input.Read(head, length, head.Length - length) is var read and > 0)
                length += read;
        }
        catch (Exception broken)
            when (broken is InvalidDataException or EndOfStreamException or InputStream.EndedInArchive or ZstdSharp.ZstdException)
        {
            return length;
        }

        return length;
    }

    /// <summary>The probe keeps no arrival time, so it needs no clock.</summary>
    private sealed class Epoch : TimeProvider
    {
        public static Epoch Instance { get; } = new();

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
