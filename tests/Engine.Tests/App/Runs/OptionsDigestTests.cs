using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Tests.App.Runs;

/// <summary>Which options make a run another one: those that change a judgement; and which make a replay another one: all.</summary>
public sealed class OptionsDigestTests
{
    private static readonly EngineOptions Options = new();

    public static TheoryData<bool, string> Changes { get; } = new()
    {
        { true, "slack" }, { true, "proxies" }, { true, "rules" }, { true, "documents" }, { false, "lanes" }, { false, "batch" }, { false, "key" }, { false, "store" }, { false, "points" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    internal void Only_what_changes_a_judgement_counts(bool counts, string change)
    {
        var changed = change switch
        {
            "slack" => Options with { Engine = Options.Engine with { OrderSlack = TimeSpan.FromSeconds(6) } },
            "proxies" => Options with { Combined = Options.Combined with { RemoteUserIsVerified = false } },
            "lanes" => Options with { Engine = Options.Engine with { Lanes = 7 } },
            "batch" => Options with { Engine = Options.Engine with { Batch = 7 } },
            "key" => Options with { Enrichment = Options.Enrichment with { SecretKey = [1, 2, 3] } },
            "store" => Options with { Store = Options.Store with { Location = "elsewhere" } },
            "points" => Options with { Enforcement = Options.Enforcement with { AllowList = ["192.0.2.0/24"] } },
            _ => Options,
        };

        Assert.Equal(!counts, OptionsDigest.Of(Options, "rules", "") == OptionsDigest.Of(changed, change == "rules" ? "others" : "rules", change == "documents" ? "1" : ""));
    }

    [Fact]
    public void A_replay_goes_on_only_with_the_same_input_options_baseline_and_output()
    {
        var plan = new RunPlan { Options = Options, Store = new StoreLocation.None(), Verdicts = "v.jsonl" };
        var identity = ReplayIdentity.Of(["run", "r1"], [], plan);

        Assert.Equal(identity, ReplayIdentity.Of(["run", "r1"], [], plan with { Say = _ => { } }));
        Assert.NotEqual(identity, ReplayIdentity.Of(["run", "r2"], [], plan));
        Assert.NotEqual(identity, ReplayIdentity.Of(["run", "r1"], [], plan with { Baseline = RunBaseline.Hindsight }));
        Assert.NotEqual(identity, ReplayIdentity.Of(["run", "r1"], [], plan with { Verdicts = "w.jsonl" }));
        Assert.NotEqual(identity, ReplayIdentity.Of(["run", "r1"], [], plan with { Options = Options with { Engine = Options.Engine with { Lanes = 7 } } }));
    }
}
