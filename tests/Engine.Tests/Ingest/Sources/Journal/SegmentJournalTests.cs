using Engine.Ingest.Sources.Journal;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Sources.Journal;

public sealed class SegmentJournalTests : IDisposable
{
    private readonly Journals _journals = new();

    public void Dispose() => _journals.Dispose();

    [Fact]
    public async Task What_is_kept_is_read_in_its_order_with_growing_offsets()
    {
        await using var journal = _journals.Open();
        await Journals.KeepAsync(journal, "one\ntwo\r\n\nthree", "four\n");
        var taken = Journals.Read(journal);
        Assert.Equal(["one", "two", "three", "four"], taken.Texts);
        Assert.Equal(taken.Positions.Select(position => position.Offset).Distinct().Order(), taken.Positions.Select(position => position.Offset));
        Assert.All(taken.Positions, position => Assert.Equal(Journals.Source, position.Source));
    }

    [Theory]
    [InlineData(0, " whole\nbody ", " whole\nbody ")]
    [InlineData(1, "a\nb", "a|b")]
    [InlineData(2, """[{"a":[1]},{"b":"]"}] {"c":3}""", """{"a":[1]}|{"b":"]"}|{"c":3}""")]
    [InlineData(3, "\u0002\0\0\0ab\u0003\0\0\0c\nd", "ab|c\nd")]
    [InlineData(4, "2026-11-23T20:28:01.3Z stdout P a\n2026-11-23T20:28:01.3Z stdout F b\r\n2026-11-23T20:28:01.3Z stdout F c",
        "2026-11-23T20:28:01.3Z stdout P a\n2026-11-23T20:28:01.3Z stdout F b|2026-11-23T20:28:01.3Z stdout F c")]
    [InlineData(5, "{\"log\":\"a\\n\"}\n{\"log\":\"b\"}\n", "{\"log\":\"a\\n\"}|{\"log\":\"b\"}")]
    public async Task A_body_is_cut_as_its_sender_said(int cut, string body, string records)
    {
        await using var journal = _journals.Open();
        Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Journals.Entry(body, (RecordCut)cut)));
        Assert.Equal(records.Split('|'), Journals.Read(journal).Texts);
    }

    [Fact]
    public async Task Reading_goes_on_behind_any_record()
    {
        await using var journal = Journals.Open(_journals.Options with { SegmentBytes = 150 });
        await Journals.KeepAsync(journal, Enumerable.Range(0, 20).Select(i => $"{i}\n{i}b"));
        var all = Journals.Read(journal);
        Assert.True(_journals.Segments.Count > 5);
        for (var i = 0; i < all.Texts.Count; i++)
            Assert.Equal(all.Texts.Skip(i + 1), Journals.Read(journal, all.Positions[i].Offset).Texts);
    }

    [Fact]
    public async Task A_journal_is_read_on_by_the_next_process_and_nothing_gets_an_old_offset()
    {
        await _journals.WriteAsync("one", "two");
        await using var journal = _journals.Open();
        await Journals.KeepAsync(journal, "three");
        var taken = Journals.Read(journal);
        Assert.Equal(["one", "two", "three"], taken.Texts);
        Assert.Equal(3, taken.Positions.Distinct().Count());
        Assert.Equal(["three"], Journals.Read(journal, taken.Positions[1].Offset).Texts);
    }

    [Fact]
    public async Task A_journal_that_was_deleted_begins_behind_what_was_taken()
    {
        await using var journal = _journals.Open(taken: 5_000);
        await Journals.KeepAsync(journal, "new");
        var taken = Journals.Read(journal, after: 5_000);
        Assert.Equal(["new"], taken.Texts);
        Assert.True(Journals.Last(taken) > 5_000);
    }

    [Fact]
    public async Task A_full_journal_refuses_until_something_is_acknowledged()
    {
        await using var journal = Journals.Open(_journals.Options with { MostBytes = 4_000 });
        var line = new string('x', 400);
        var kept = 0;
        while (await journal.AppendAsync(Journals.Entry(line)) == AppendOutcome.Kept)
            kept++;
        Assert.InRange(kept, 4, 9);
        Assert.InRange(journal.Bytes, 2_000, 4_000);
        Assert.Equal(AppendOutcome.Full, await journal.AppendAsync(Journals.Entry(line)));

        var taken = Journals.Read(journal);
        Assert.Equal(kept, taken.Texts.Count);
        journal.Acknowledge(Journals.Last(taken));
        Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Journals.Entry("again")));
        Assert.Equal(["again"], Journals.Read(journal, Journals.Last(taken)).Texts);
    }

    [Fact]
    public async Task What_is_acknowledged_stays_until_it_is_forgotten_segment_by_segment()
    {
        await using var journal = await FiveSegmentsAsync();
        var taken = Journals.Read(journal);
        journal.Acknowledge(Journals.Last(taken));
        Assert.Equal(5, _journals.Segments.Count);
        journal.Forget(taken.Positions[2].Offset - 1);
        Assert.Equal(3, _journals.Segments.Count);
        journal.Forget(Journals.Last(taken));
        // The newest is written to.
        Assert.Single(_journals.Segments);
    }

    [Fact]
    public async Task What_is_forgotten_and_not_acknowledged_stays()
    {
        await using var journal = await FiveSegmentsAsync();
        var taken = Journals.Read(journal);
        journal.Acknowledge(taken.Positions[2].Offset - 1);
        journal.Forget(Journals.Last(taken));
        Assert.Equal(3, _journals.Segments.Count);
    }

    [Fact]
    public async Task What_nobody_has_read_is_not_deleted_whatever_is_told()
    {
        await using var journal = await FiveSegmentsAsync();
        journal.Acknowledge(journal.Segments.Holding(-1)!.End - 1);
        journal.Forget(long.MaxValue);
        Assert.Equal(5, _journals.Segments.Count);
    }

    [Fact]
    public async Task What_is_acknowledged_gives_way_to_what_is_new()
    {
        await using var journal = Journals.Open(_journals.Options with { MostBytes = 4_000 });
        var last = -1L;
        for (var i = 0; i < 50; i++)
        {
            await Journals.KeepAsync(journal, $"{i} {new string('x', 400)}");
            last = Journals.Last(Journals.Read(journal, last));
            journal.Acknowledge(last);
        }

        Assert.InRange(journal.Bytes, 2_000, 4_000);
        Assert.StartsWith("49 ", Journals.Read(journal).Texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_read_back_ends_where_the_earlier_run_ended_and_says_so()
    {
        await using var journal = await FiveSegmentsAsync();
        var taken = Journals.Read(journal);
        using var reader = Journals.Reader(journal, taken.Positions[0].Offset, backTo: taken.Positions[2].Offset);
        Assert.True(reader.TryRead(out var batch));
        Assert.True(batch.IsReadBack);
        var back = new Files.Taken();
        back.Take(batch);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(taken.Positions[1..3], back.Positions);
    }

    [Fact]
    public async Task An_entry_larger_than_the_journal_is_refused_and_harms_nothing()
    {
        await using var journal = Journals.Open(_journals.Options with { MostBytes = 10_000, MostWaitingBytes = 100 });
        Assert.Equal(AppendOutcome.Full, await journal.AppendAsync(Journals.Entry(new string('x', 10_001))));
        // Alone it may be longer than what may wait.
        Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Journals.Entry(new string('y', 5_000))));
        Assert.Equal(5_000, Assert.Single(Journals.Read(journal).Texts).Length);
    }

    [Fact]
    public async Task A_repetition_is_known_by_its_key_also_by_the_next_process()
    {
        await using (var journal = _journals.Open())
        {
            Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Journals.Entry("one", key: 7)));
            Assert.Equal(AppendOutcome.Repeated, await journal.AppendAsync(Journals.Entry("one", key: 7)));
            Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Journals.Entry("one", key: 8)));
        }

        await using var next = _journals.Open();
        Assert.Equal(AppendOutcome.Repeated, await next.AppendAsync(Journals.Entry("one", key: 8)));
        Assert.Equal(["one", "one"], Journals.Read(next).Texts);
    }

    [Fact]
    public async Task A_journal_has_one_owner()
    {
        await using (var journal = _journals.Open())
            Assert.Contains("another engine has the journal", Assert.Throws<UserError>(() => _journals.Open()).Message, StringComparison.Ordinal);
        await using var next = _journals.Open();
        Assert.Equal(AppendOutcome.Kept, await next.AppendAsync(Journals.Entry("mine")));
    }

    [Fact]
    public async Task A_closed_journal_takes_nothing()
    {
        var journal = _journals.Open();
        await journal.DisposeAsync();
        Assert.Equal(AppendOutcome.Closed, await journal.AppendAsync(Journals.Entry("late")));
    }

    [Fact]
    public async Task A_disk_that_refuses_fails_the_entry_and_the_next_is_tried_again()
    {
        await using var journal = _journals.Open();
        Directory.Move(_journals.Directory, _journals.Directory + "-away");
        Assert.Equal(AppendOutcome.Failed, await journal.AppendAsync(Journals.Entry("lost", key: 9)));
        Directory.Move(_journals.Directory + "-away", _journals.Directory);
        // What was not kept is no repetition.
        Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Journals.Entry("kept", key: 9)));
        Assert.Equal(["kept"], Journals.Read(journal).Texts);
    }

    [Fact]
    public async Task A_batch_is_of_one_format()
    {
        await using var journal = _journals.Open();
        foreach (var (text, format) in (IEnumerable<(string, byte)>)[("a\nb", 0), ("c", 1), ("d", 0)])
            await journal.AppendAsync(Journals.Entry(text, format: format));
        using var reader = Journals.Reader(journal, formats: ["kong", "combined"]);
        var found = new List<string>();
        while (reader.TryRead(out var batch))
        {
            found.Add($"{batch.Format} {batch.Records.Count}");
            batch.Release();
        }

        Assert.Equal(["kong 2", "combined 1", "kong 1"], found);
    }

    [Fact]
    public async Task A_batch_has_no_more_records_than_it_may()
    {
        await using var journal = _journals.Open();
        await Journals.KeepAsync(journal, string.Concat(Enumerable.Repeat("line\n", 1_000)));
        using var reader = Journals.Reader(journal, batch: 256);
        var sizes = new List<int>();
        while (reader.TryRead(out var batch))
        {
            sizes.Add(batch.Records.Count);
            batch.Release();
        }

        Assert.Equal([256, 256, 256, 232], sizes);
    }

    [Fact]
    public async Task A_reader_follows_many_writers_and_gets_everything_once()
    {
        const int Writers = 4, Entries = 200;
        await using var journal = Journals.Open(_journals.Options with { SegmentBytes = 4_096 });
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Entries; i++)
                Assert.Equal(AppendOutcome.Kept, await journal.AppendAsync(Journals.Entry($"{writer} {i}\n{writer} {i}b")));
        })));
        using var reader = Journals.Reader(journal);
        var taken = new Files.Taken();
        while (taken.Texts.Count < Writers * Entries * 2)
        {
            if (reader.TryRead(out var batch))
                taken.Take(batch);
            else
                await reader.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        }

        await writing;
        Assert.False(reader.TryRead(out _));
        for (var writer = 0; writer < Writers; writer++)
        {
            Assert.Equal(
                Enumerable.Range(0, Entries).SelectMany(i => (string[])[$"{writer} {i}", $"{writer} {i}b"]),
                taken.Texts.Where(text => text.StartsWith($"{writer} ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Whatever_waits_is_taken_together()
    {
        var queue = new AppendQueue(_journals.Options, new SegmentList());
        for (var i = 0; i < 10; i++)
            Assert.Null(queue.TryAdd(new WaitingEntry(Journals.Entry("x"))));
        var group = new List<WaitingEntry>();
        Assert.True(queue.Take(group));
        Assert.Equal(10, group.Count);
    }

    private async Task<SegmentJournal> FiveSegmentsAsync()
    {
        var journal = Journals.Open(_journals.Options with { SegmentBytes = 100 });
        await Journals.KeepAsync(journal, Enumerable.Range(0, 5).Select(i => new string((char)('a' + i), 50)));
        Assert.Equal(5, _journals.Segments.Count);
        return journal;
    }
}
