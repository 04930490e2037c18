using System.Text;
using Engine.App.Checkpoints;
using Engine.Schemas;

namespace Engine.Tests.App.Checkpoints;

public sealed class CheckpointDirectoryTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("checkpoints").FullName;
    private readonly List<string> _troubles = [];

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Restores_from_the_latest_whole_one_and_everything_after_it()
    {
        using var directory = Written("w1 d2 w3 d4 d5");
        Assert.Equal(["w3", "d4", "d5"], Contents(directory));
        Assert.Empty(_troubles);
        Assert.Equal(5, directory.Newest);
    }

    [Fact]
    public void Nothing_there_is_no_trouble()
    {
        using var directory = Written("");
        Assert.Empty(Contents(directory));
        Assert.Empty(_troubles);
        Assert.Equal(0, directory.Newest);
    }

    [Fact]
    public void One_that_cannot_be_read_costs_it_and_what_follows()
    {
        using var directory = Written("w1 d2 d3 d4");
        Damage(directory.PathOf(3, false));
        Assert.Equal(["w1", "d2"], Contents(directory));
        Assert.Contains("00000003", Assert.Single(_troubles));
        Assert.Equal(2, directory.Newest);
    }

    [Fact]
    public void A_whole_one_that_cannot_be_read_costs_a_step_back_to_the_one_before()
    {
        using var directory = Written("w1 d2 w3 d4");
        Damage(directory.PathOf(3, true));
        Assert.Equal(["w1", "d2"], Contents(directory));
        Assert.Single(_troubles);
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_is_noticed()
    {
        using var directory = Written("w1");
        var path = directory.PathOf(1, true);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at++)
        {
            File.WriteAllBytes(path, whole[..at]);
            Assert.ThrowsAny<Exception>(() => CheckpointReader.Verify(path));
            var changed = whole.ToArray();
            changed[at] ^= 0x40;
            File.WriteAllBytes(path, changed);
            Assert.Throws<InvalidDataException>(() => CheckpointReader.Verify(path));
        }
    }

    [Fact]
    public void A_gap_ends_what_is_restored()
    {
        using var directory = Written("w1 d2 d4");
        Assert.Equal(["w1", "d2"], Contents(directory));
    }

    [Fact]
    public void What_was_being_written_when_the_engine_ended_is_no_checkpoint()
    {
        Written("w1").Dispose();
        File.WriteAllText(Path.Combine(_path, "checkpoint-00000002.delta" + CheckpointWriter.Unfinished), "half");
        using var directory = CheckpointDirectory.Open(_path);
        Assert.Equal(["w1"], Contents(directory));
        Assert.DoesNotContain(Directory.GetFiles(_path), file => file.EndsWith(CheckpointWriter.Unfinished, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_whole_ones_and_what_follows_them_are_kept()
    {
        using var directory = Written("w1 d2 w3 d4 w5 d6");
        directory.Prune();
        Assert.Equal(["w5", "d6"], Contents(directory));
        Damage(directory.PathOf(5, true));
        Assert.Equal(["w3", "d4"], Contents(directory));
        Assert.False(File.Exists(directory.PathOf(1, true)));
    }

    [Fact]
    public void Only_one_engine_has_a_directory()
    {
        using var directory = Written("");
        var refused = Assert.Throws<UserError>(() => CheckpointDirectory.Open(_path));
        Assert.Contains("another engine", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void To_begin_anew_leaves_nothing_to_restore()
    {
        using var directory = Written("w1 d2");
        directory.Clear();
        Assert.Empty(Contents(directory));
    }

    /// <summary>Checkpoints as w (whole) or d (delta) and their number; the content of each is its own name.</summary>
    private CheckpointDirectory Written(string checkpoints)
    {
        var directory = CheckpointDirectory.Open(_path);
        foreach (var name in checkpoints.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var number = long.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture);
            using var writer = new CheckpointWriter(directory.PathOf(number, name[0] == 'w'), new CheckpointHeader(number, name[0] == 'w', "run", "test", DateTimeOffset.UnixEpoch));
            var entries = new StateBuffer();
            entries.Put(StateSection.Run, Encoding.ASCII.GetBytes(name), "x"u8);
            writer.Write(entries);
            writer.Complete();
        }

        return directory;
    }

    private List<string> Contents(CheckpointDirectory directory)
    {
        var found = new List<string>();
        foreach (var file in directory.Chain(_troubles.Add))
            CheckpointReader.Read(file, entry => found.Add(Encoding.ASCII.GetString(entry.Key.Span)));
        return found;
    }

    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
