using Engine.App.Runs;
using Engine.Schemas;
using Engine.Tests.Sinks;

namespace Engine.Tests.App.Runs;

public sealed class RefusalSamplesTests
{
    [Fact]
    public async Task The_first_refusal_of_each_reason_is_kept_and_no_more_than_three()
    {
        var samples = new RefusalSamples();
        var letters = new[] { (0, "no status"), (90, "no status"), (1_234_567, "a.log ends in the middle"), (3, "no time"), (4, "no path") };
        await samples.WriteAsync(SomeVerdict.Batch(deadLetters: [.. letters.Select(letter =>
            new DeadLetter(new SourcePosition("a.log", 0, letter.Item1, 0), SomeVerdict.Noon, "ingest", "combined", letter.Item2, "", 0))]), default);
        Assert.Equal(["a.log at byte 0: no status", "a.log ends in the middle", "a.log at byte 3: no time"], samples.Lines);
    }
}
