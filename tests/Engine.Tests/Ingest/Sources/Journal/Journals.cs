using System.Text;
using Engine.Ingest.Sources.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Ingest.Sources.Journal;

/// <summary>A folder for journals of one test, and short ways to fill and read them.</summary>
internal sealed class Journals : IDisposable
{
    public const string Source = "gateway";

    public static readonly DateTimeOffset Arrival = new(2026, 11, 23, 20, 0, 0, TimeSpan.Zero);

    public string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("engine-journal-").FullName;

    public string Directory => Path.Combine(Folder, "journal");

    public JournalOptions Options => new() { Directory = Directory };

    public IReadOnlyList<string> Segments => [.. SegmentFile.In(Directory)];

    public static SegmentJournal Open(JournalOptions options) => SegmentJournal.Open(options, NullLogger.Instance);

    public SegmentJournal Open(long? taken = null) => Open(Options with { Taken = taken });

    public static JournalEntry Entry(string text, RecordCut cut = RecordCut.Lines, byte format = 0, UInt128 key = default) =>
        new([Encoding.UTF8.GetBytes(text)], cut, format, Arrival) { Key = key };

    /// <summary>Appends each text, one after the other.</summary>
    public static async Task KeepAsync(SegmentJournal journal, params IEnumerable<string> texts)
    {
        foreach (var text in texts)
            Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Entry(text)));
    }

    /// <summary>A journal with these entries, closed.</summary>
    public async Task WriteAsync(params IEnumerable<string> texts)
    {
        await using var journal = Open();
        await KeepAsync(journal, texts);
    }

    public static JournalReader Reader(SegmentJournal journal, long after = -1, int batch = 256, params string[] formats) => new(
        journal.Segments,
        new JournalReader.Options
        {
            Source = Source,
            Formats = formats.Length == 0 ? ["combined"] : formats,
            After = after,
            Batch = batch,
            Time = new FakeTimeProvider(),
        });

    /// <summary>Everything that is there now.</summary>
    public static Files.Taken Read(SegmentJournal journal, long after = -1)
    {
        using var reader = Reader(journal, after);
        var taken = new Files.Taken();
        while (reader.TryRead(out var batch))
            taken.Take(batch);
        return taken;
    }

    public static long Last(Files.Taken taken) => taken.Positions[^1].Offset;

    public void Dispose() => System.IO.Directory.Delete(Folder, recursive: true);
}
