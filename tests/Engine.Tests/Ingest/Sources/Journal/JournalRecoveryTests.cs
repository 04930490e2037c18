using Engine.Ingest.Sources.Journal;

namespace Engine.Tests.Ingest.Sources.Journal;

/// <summary>What a crash, a bad disk or a stranger may leave.</summary>
public sealed class JournalRecoveryTests : IDisposable
{
    private static readonly string[] Texts = ["first\nfirst b", "second", "third\nthird b\nthird c"];

    private readonly Journals _journals = new();

    public void Dispose() => _journals.Dispose();

    [Fact]
    public async Task Torn_at_any_byte_it_holds_whole_entries_only_and_their_offsets_are_not_given_again()
    {
        await _journals.WriteAsync(Texts);
        var path = Assert.Single(_journals.Segments);
        var bytes = await File.ReadAllBytesAsync(path);
        var before = await ReadAsync();
        for (var length = 0; length < bytes.Length; length++)
        {
            Reset(path, bytes.AsSpan(0, length));
            await using var journal = _journals.Open();
            await Journals.KeepAsync(journal, "after");
            var taken = Journals.Read(journal);
            Assert.Equal([.. Whole(taken.Texts.Count - 1), "after"], taken.Texts);
            Assert.Empty(taken.Faults);
            Assert.Equal(before.Positions.Take(taken.Texts.Count - 1), taken.Positions.SkipLast(1));
            if (length > SegmentHeader.Bytes)
                Assert.True(Journals.Last(taken) > length);
        }
    }

    [Fact]
    public async Task Damaged_at_any_byte_it_loses_that_entry_and_says_so()
    {
        await _journals.WriteAsync([.. Texts, "last"]);
        var path = Assert.Single(_journals.Segments);
        var bytes = await File.ReadAllBytesAsync(path);
        var lastFrame = bytes.Length - FrameHeader.Bytes - "last".Length;
        for (var at = SegmentHeader.Bytes; at < lastFrame; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x55;
            Reset(path, damaged);
            var taken = await ReadAsync();
            var fault = Assert.Single(taken.Faults);
            Assert.Contains("are damaged", fault.Reason, StringComparison.Ordinal);
            Assert.Contains(
                [.. taken.Texts],
                (IEnumerable<string[]>)[["second", .. Lines(Texts[2]), "last"], [.. Lines(Texts[0]), .. Lines(Texts[2]), "last"], [.. Lines(Texts[0]), "second", "last"]]);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_segment_is_set_aside()
    {
        await _journals.WriteAsync(Texts);
        var path = Assert.Single(_journals.Segments);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[3] ^= 1;
        Reset(path, bytes);
        Assert.Empty((await ReadAsync()).Texts);
        Assert.True(File.Exists(path + ".broken"));
    }

    [Fact]
    public async Task A_frame_that_a_client_sends_is_not_taken_for_one()
    {
        // The forger knows the format and has seen another journal, but not the salt of this one.
        await _journals.WriteAsync("forged");
        var forged = (await File.ReadAllBytesAsync(Assert.Single(_journals.Segments)))[SegmentHeader.Bytes..];
        Directory.Delete(_journals.Directory, recursive: true);
        await using (var journal = _journals.Open())
        {
            await journal.AppendAsync(new JournalEntry([forged], RecordCut.Whole, 0, Journals.Arrival));
            await Journals.KeepAsync(journal, "true");
        }

        var path = Assert.Single(_journals.Segments);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[SegmentHeader.Bytes + 20] ^= 1;
        Reset(path, bytes);
        var taken = await ReadAsync();
        Assert.Equal(["true"], taken.Texts);
        Assert.Single(taken.Faults);
    }

    [Fact]
    public async Task Damage_at_the_end_of_an_older_segment_is_told_and_not_cut()
    {
        await using (var journal = Journals.Open(_journals.Options with { SegmentBytes = 60 }))
            await Journals.KeepAsync(journal, "one one one", "two two two");
        var path = _journals.Segments[0];
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var taken = await ReadAsync();
        Assert.Equal(["two two two"], taken.Texts);
        Assert.Equal(FrameHeader.Bytes + 11, Assert.Single(taken.Faults).Length);
    }

    private async Task<Files.Taken> ReadAsync()
    {
        await using var journal = _journals.Open();
        return Journals.Read(journal);
    }

    private void Reset(string path, ReadOnlySpan<byte> bytes)
    {
        foreach (var segment in _journals.Segments)
            File.Delete(segment);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>The lines of the first entries; fails where so many lines end in the middle of one.</summary>
    private static string[] Whole(int lines)
    {
        var found = new List<string>();
        foreach (var text in Texts.TakeWhile(_ => found.Count < lines))
            found.AddRange(Lines(text));
        Assert.Equal(lines, found.Count);
        return [.. found];
    }

    private static string[] Lines(string text) => text.Split('\n');
}
