using Engine.App.Simulation.Labels;
using Engine.Schemas;

namespace Engine.Tests.App.Simulation;

public sealed class LabelFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_written_is_read()
    {
        var (_, labels) = Runs.Of(Runs.Small);
        using (var file = File.Create(_path))
            LabelFile.Write(labels, file);

        Assert.Equivalent(labels, LabelFile.Read(_path), strict: true);
    }

    [Theory]
    [InlineData("""{"actor":{"kind":"user","id":"u-1"},"nonsense":1}""")]
    [InlineData("12.0.0.1 - - not JSON at all")]
    [InlineData("null")]
    [InlineData("""{"actor":{"kind":"user","id":"u-1"},"label":"benign","population":"p","users":null,"from":"2026-03-02T00:00:00Z","to":"2026-03-02T00:00:00Z","calls":1}""")]
    [InlineData("""{"actor":{"kind":"user","id":"u-1"},"label":"attack","population":"p","from":"2026-03-02T00:00:00Z","to":"2026-03-02T00:00:00Z","calls":1}""")]
    public void A_line_that_is_no_label_is_named(string line)
    {
        File.WriteAllText(_path, line);

        var problem = Assert.Throws<UserError>(() => LabelFile.Read(_path));
        Assert.True(problem.IsUsage);
        Assert.Contains("line 1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_empty_file_is_said_in_one_line()
    {
        Assert.Contains("empty", Assert.Throws<UserError>(() => LabelFile.Read(_path)).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<UserError>(() => LabelFile.Read("/nowhere/labels.jsonl")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_024)]
    [InlineData(1_025)]
    [InlineData(100_000)]
    public void A_tally_is_bounded_and_still_tells_how_many_calls_were_made(int calls)
    {
        var tally = new CallTally();
        for (var call = 0; call < calls; call++)
            tally.Add(5_000 + (call * 10));
        var label = new ActorLabel
        {
            Actor = new LabelledActor("user", "u-1"),
            Label = LabelKind.Attack,
            Population = "people",
            From = DateTimeOffset.UnixEpoch,
            To = DateTimeOffset.UnixEpoch.AddMilliseconds(calls * 10),
            Calls = tally.Count,
            CallsEach = tally.Every,
            CallsAt = tally.Offsets,
        };

        Assert.InRange(tally.Offsets.Count, Math.Min(calls, 512), 1_024);
        Assert.Equal(0, label.CallsUntil(DateTimeOffset.UnixEpoch.AddSeconds(-1)));
        Assert.InRange(label.CallsUntil(DateTimeOffset.UnixEpoch.AddMilliseconds(calls * 5)), calls / 2, (calls / 2) + tally.Every);
        Assert.Equal(calls, label.CallsUntil(label.To));
    }
}
