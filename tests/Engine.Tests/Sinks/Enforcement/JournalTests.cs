using Engine.Schemas;
using Engine.Sinks.Enforcement;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class JournalTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-test-");

    private string File1 => Path.Combine(_directory.FullName, "desired.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_was_saved_is_loaded()
    {
        var target = Target.ParseAddress("203.0.113.7")!.Value;
        var claim = new Claim
        {
            Verdict = SomeVerdict.Id("v"),
            Revision = 3,
            Action = VerdictAction.Block,
            Actor = "user:\u001b[31m\"mallory\"\n",
            ActorHash = ulong.MaxValue,
            Targets = [target, new Target(TargetKind.User, "mallory;drop")],
            Until = SomeVerdict.Noon.AddTicks(1),
            Number = 9,
            Reason = "why",
        };
        var state = new JournalState
        {
            Version = 1,
            HeldUntil = SomeVerdict.Noon,
            LastNumber = 12,
            Claims = [claim],
            Suppressions = [new Suppression(target, null, claim.Verdict, 9, VerdictAction.Block, SomeVerdict.Noon)],
            Points = new Dictionary<string, IReadOnlyList<Placed>> { ["edge"] = [new Placed(target, claim.Verdict, claim.Until, true)] },
        };
        Assert.True(Journal().Save(state));

        var loaded = Journal().Load()!;

        Assert.Equal(claim with { Targets = [] }, Assert.Single(loaded.Claims) with { Targets = [] });
        Assert.Equal(claim.Targets, loaded.Claims[0].Targets);
        Assert.Equal(state.Suppressions, loaded.Suppressions);
        Assert.Equal(state.Points["edge"], loaded.Points["edge"]);
        Assert.Equal((state.HeldUntil, state.LastNumber), (loaded.HeldUntil, loaded.LastNumber));
    }

    [Fact]
    public void No_journal_is_no_trouble() => Assert.Null(Journal().Load());

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":1,\"claims\":[")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":\"x\"}")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"version\":1,\"last_number\":1,\"claims\":null,\"suppressions\":[],\"points\":{}}")]
    public void An_unreadable_journal_is_set_aside(string content)
    {
        File.WriteAllText(File1, content);

        Assert.Null(Journal().Load());
        Assert.Equal(content, File.ReadAllText(File1 + ".unreadable"));
    }

    [Fact]
    public void A_newer_engines_journal_is_left_as_it_is()
    {
        File.WriteAllText(File1, "{\"version\":2}");

        Assert.Contains("newer engine", Assert.Throws<UserError>(() => Journal().Load()).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(File1));
    }

    [Fact]
    public void A_crash_while_saving_leaves_the_old_journal()
    {
        var state = new JournalState { Version = 1, LastNumber = 0, Claims = [], Suppressions = [], Points = new Dictionary<string, IReadOnlyList<Placed>>() };
        Journal().Save(state);
        File.WriteAllText(File1 + ".next", "{\"version\":1,\"cla");

        Assert.NotNull(Journal().Load());
    }

    private Journal Journal() => new(File1, NullLogger.Instance);
}
