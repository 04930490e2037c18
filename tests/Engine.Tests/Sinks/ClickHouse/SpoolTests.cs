using CsCheck;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class SpoolTests : IDisposable
{
    private static readonly Gen<CutRows> Cuts = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Long[1, long.MaxValue], Gen.Byte.Array[0, 50].Array[1, 20].Array[1, 4], (writer, number, tables) =>
        new CutRows(writer, number, [.. tables.Select((rows, i) => Rows($"table_{i}", rows))]));

    private readonly string root = Directory.CreateTempSubdirectory("engine-spool").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static TableRows Rows(string table, params byte[][] rows)
    {
        var block = new RowBlock();
        foreach (var row in rows)
        {
            block.Blob(row);
            block.EndRow();
        }

        return new TableRows(new RowTable(table, ["a", "objects.b"]), block.Bytes, block.Ends);
    }

    private static CutRows Cut(long number) => new("writer", number, [Rows("table", [1], [2])]);

    private SpoolDirectory Open(string name) => SpoolDirectory.Open(root, name, NullLogger.Instance);

    private static byte[] Bytes(CutRows cut)
    {
        using var stream = new MemoryStream();
        SpoolFormat.Write(cut, stream);
        return stream.ToArray();
    }

    [Fact]
    public void A_cut_comes_back_from_its_file() => Cuts.Sample(cut =>
    {
        var read = SpoolFormat.Read(Bytes(cut));
        Assert.Equal((cut.Writer, cut.Number), (read.Writer, read.Number));
        foreach (var (expected, table) in cut.Tables.Zip(read.Tables, (one, other) => (one, other)))
        {
            Assert.Equal(expected.Table.Name, table.Table.Name);
            Assert.Equal(expected.Table.Columns, table.Table.Columns);
            Assert.Equal(expected.Bytes.ToArray(), table.Bytes.ToArray());
            Assert.Equal(expected.Ends.ToArray(), table.Ends.ToArray());
            Assert.Equal(cut.Token(expected), read.Token(table));
        }
    });

    [Fact]
    public void A_file_that_is_torn_or_changed_anywhere_is_not_believed() => Gen.Select(Cuts, Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample((cut, place, change) =>
    {
        var file = Bytes(cut);
        var changed = file.ToArray();
        changed[place % file.Length] ^= change;
        Assert.Throws<InvalidDataException>(() => SpoolFormat.Read(changed));
        Assert.Throws<InvalidDataException>(() => SpoolFormat.Read(file.AsMemory(0, place % file.Length)));
    });

    [Fact]
    public void Rows_are_cut_out_of_a_block_with_their_own_ends()
    {
        var table = Rows("table", [1], [2, 2], [], [3]);
        var middle = table.Slice(1, 3);
        Assert.Equal(2, middle.Count);
        Assert.Equal(Rows("table", [2, 2], []).Bytes.ToArray(), middle.Bytes.ToArray());
        Assert.Equal([3, 4], middle.Ends.ToArray());
    }

    [Fact]
    public void What_a_process_left_is_taken_over_in_order_and_its_directory_goes()
    {
        using (var first = Open("1"))
        using (var second = Open("2"))
        {
            second.Write(Cut(20));
            first.Write(Cut(10));
            first.Write(Cut(11));
        }

        File.WriteAllText(Path.Combine(root, "1", "000000000099.cut.tmp"), "unfinished");
        using var next = Open("3");
        Assert.Equal([10, 11, 20], next.Left.Select(file => next.Read(file)!.Number));
        Assert.Equal(3, next.Count);
        Assert.Equal(next.Left.Sum(file => new FileInfo(file.Path).Length), next.Bytes);
        Assert.Equal([Path.Combine(root, "3")], Directory.GetDirectories(root));
    }

    [Fact]
    public void A_living_process_keeps_its_own()
    {
        using var living = Open("1");
        var file = living.Write(Cut(1));
        using var next = Open("2");
        Assert.Empty(next.Left);
        Assert.True(File.Exists(file.Path));
    }

    [Fact]
    public void An_empty_journal_leaves_nothing_behind()
    {
        using (var spool = Open("1"))
        {
            spool.Delete(spool.Write(Cut(1)));
            Assert.Equal(0, spool.Bytes);
        }

        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public void What_was_set_aside_is_sent_when_it_is_put_back()
    {
        string aside;
        using (var spool = Open("1"))
            aside = spool.SetAside(Cut(7));
        File.Move(aside, aside[..^".broken".Length]);
        using var next = Open("2");
        Assert.Equal(7, next.Read(Assert.Single(next.Left))!.Number);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_one_clear_line()
    {
        var file = Path.Combine(root, "a-file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<UserError>(() => SpoolDirectory.Open(Path.Combine(file, "spool"), "1", NullLogger.Instance));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(200, 1)]
    [InlineData(201, 2)]
    [InlineData(12_000, 7)]
    public void As_many_attempts_are_made_as_their_pauses_fit(int milliseconds, int attempts) =>
        Assert.Equal(attempts, Patience.Attempts(new ClickHouseSinkOptions { GiveUpAfter = TimeSpan.FromMilliseconds(milliseconds) }));

    [Fact]
    public void A_run_that_never_gives_up_tries_for_ever() => Assert.Equal(int.MaxValue, Patience.Attempts(new ClickHouseSinkOptions { GiveUpAfter = null }));
}
