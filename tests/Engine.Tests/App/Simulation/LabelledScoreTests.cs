using System.Text.Json;
using Engine.App.Simulation.Labels;
using Engine.App.Simulation.Scoring;
using Engine.Schemas;
using Engine.Sinks.Lines;
using Spectre.Console;

namespace Engine.Tests.App.Simulation;

public sealed class LabelledScoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly ActorLabel Thief = Label("user", "u-1", LabelKind.Attack, "203.0.113.9", "curl") with { CallsAt = [0, 30_000, 60_000, 90_000], Calls = 4 };
    private static readonly ActorLabel Scanner = Label("address", "203.0.113.70", LabelKind.Attack, "203.0.113.70", "scanner") with { Categories = ["API8:2023", "API9:2023"] };
    private static readonly ActorLabel Insider = Label("user", "u-2", LabelKind.Attack, "203.0.113.3", "curl");
    private static readonly ActorLabel Clerk = Label("user", "u-3", LabelKind.Benign, "203.0.113.3", "Chrome");
    private static readonly ActorLabel Colleague = Label("user", "u-4", LabelKind.Benign, "203.0.113.3", "Chrome");
    private static readonly ActorLabel Partner = Label("consumer", "erp", LabelKind.Benign, "198.51.100.5", "okhttp");
    private static readonly ActorLabel Knocker = Label("address", "192.0.2.200", LabelKind.Noise, "192.0.2.200", "zgrab");

    private static readonly IReadOnlyList<ActorLabel> Everyone = [Thief, Scanner, Insider, Clerk, Colleague, Partner, Knocker];

    [Fact]
    public void A_verdict_on_the_attacker_in_time_and_category_is_found_with_calls_and_delay()
    {
        var found = Judge(Verdict(ActorKind.User, "u-1", atSeconds: 61)).Attacks[0];

        Assert.True(found.IsFound);
        Assert.Equal(3, found.Calls);
        Assert.Equal(TimeSpan.FromSeconds(61), found.Delay);
        Assert.Equal(["API-ENUM-001"], found.Detectors);
    }

    [Fact]
    public void A_target_names_the_attacker_as_well_as_the_actor_does()
    {
        Assert.True(Judge(Verdict(ActorKind.ApiKey, "9f3c", users: ["u-1"])).Attacks[0].IsFound);
    }

    [Fact]
    public void Only_observing_does_not_count_as_found_and_wrongs_nobody()
    {
        var score = Judge(Verdict(ActorKind.User, "u-1", action: VerdictAction.Observe), Verdict(ActorKind.User, "u-3", action: VerdictAction.Observe));

        Assert.Equal("only observed", score.Attacks[0].Missed);
        Assert.Empty(score.Wrong);
    }

    [Fact]
    public void Another_category_does_not_count_as_found()
    {
        Assert.Equal("other category: API9:2023", Judge(Verdict(ActorKind.User, "u-1", category: "API9:2023")).Attacks[0].Missed);
        Assert.True(Judge(Verdict(ActorKind.Address, "203.0.113.70|scanner", category: "API9:2023")).Attacks[1].IsFound);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(121, true)]
    [InlineData(122, false)]
    public void The_interval_counts_to_the_second(int atSeconds, bool isFound)
    {
        Assert.Equal(isFound, Judge(Verdict(ActorKind.User, "u-1", atSeconds)).Attacks[0].IsFound);
    }

    [Fact]
    public void Before_its_attack_an_attacker_is_innocent()
    {
        var score = Judge(Verdict(ActorKind.User, "u-1", atSeconds: -60));

        Assert.Same(Thief, Assert.Single(score.Wrong).Label);
        Assert.False(score.Attacks[0].IsFound);
    }

    [Fact]
    public void After_its_attack_a_verdict_is_late_and_not_wrong()
    {
        var score = Judge(Verdict(ActorKind.User, "u-1", atSeconds: 600));

        Assert.Equal("only after the attack", score.Attacks[0].Missed);
        Assert.Empty(score.Wrong);
    }

    [Fact]
    public void A_verdict_on_an_innocent_is_wrong_once_whatever_its_revisions()
    {
        var score = Judge(Verdict(ActorKind.User, "u-3"), Verdict(ActorKind.User, "u-3", atSeconds: 99), Verdict(ActorKind.Consumer, "erp"));

        Assert.Equal([Clerk, Partner], score.Wrong.Select(wrong => wrong.Label));
        Assert.Equal(2, score.Populations.Sum(population => population.Wrong));
        Assert.Equal(3, score.BenignActors);
    }

    [Fact]
    public void A_campaign_that_names_an_innocent_wrongs_it()
    {
        Assert.Same(Clerk, Assert.Single(Judge(Verdict(ActorKind.User, "u-1", users: ["u-1", "u-3"])).Wrong).Label);
    }

    [Fact]
    public void A_verdict_on_a_shared_address_finds_no_thief_there_but_wrongs_everyone_alike()
    {
        var score = Judge(Verdict(ActorKind.Address, "203.0.113.3|Chrome"));

        Assert.Equal([Clerk, Colleague], score.Wrong.Select(wrong => wrong.Label));
        Assert.False(score.Attacks[2].IsFound);
    }

    [Fact]
    public void The_program_tells_the_thief_from_the_crowd_at_one_address()
    {
        var score = Judge(Verdict(ActorKind.Address, "203.0.113.3|curl"));

        Assert.True(score.Attacks[2].IsFound);
        Assert.Empty(score.Wrong);
    }

    [Fact]
    public void Without_a_fingerprint_an_address_means_everyone_there()
    {
        var score = new LabelledScore(Everyone).Judge([Verdict(ActorKind.Address, "203.0.113.3|55aa"), Verdict(ActorKind.Address, "203.0.113.70|77", category: "API8:2023")]);

        Assert.Equal(2, score.Wrong.Count);
        Assert.False(score.Attacks[2].IsFound);
        Assert.True(score.Attacks[1].IsFound);
    }

    [Fact]
    public void A_hashed_key_is_told_by_its_address_if_nobody_else_is_there()
    {
        Assert.Same(Partner, Assert.Single(Judge(Verdict(ActorKind.ApiKey, "9f3c", addresses: ["198.51.100.5"])).Wrong).Label);
        Assert.Empty(Judge(Verdict(ActorKind.ApiKey, "9f3c", addresses: ["203.0.113.3"])).Wrong);
    }

    [Fact]
    public void Noise_counts_neither_way_and_strangers_to_the_labels_are_listed()
    {
        var score = Judge(Verdict(ActorKind.Address, "192.0.2.200|zgrab"), Verdict(ActorKind.User, "u-77"));

        Assert.Empty(score.Wrong);
        Assert.Equal(["User:u-77"], score.Unlabelled);
    }

    [Fact]
    public void Everything_found_and_nobody_wronged_is_perfect()
    {
        var score = Judge(
            Verdict(ActorKind.User, "u-1"), Verdict(ActorKind.User, "u-2"), Verdict(ActorKind.Address, "203.0.113.70|scanner", category: "API8:2023"));

        Assert.True(score.IsPerfect);
        Assert.False(Judge().IsPerfect);
    }

    [Fact]
    public void Reports_say_the_same_to_people_and_to_scripts()
    {
        var score = Judge(Verdict(ActorKind.User, "u-1", atSeconds: 61), Verdict(ActorKind.User, "u-3"));
        var page = new StringWriter();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(page), Ansi = AnsiSupport.No });
        screen.Profile.Width = 200;
        screen.Write(ScoreReport.Table(score));

        Assert.Contains("3 of 4", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("no verdict", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 of 3 attacks found, 1 of 3 benign actors wrong", page.ToString(), StringComparison.Ordinal);
        var json = JsonDocument.Parse(ScoreReport.Json(score)).RootElement;
        Assert.Equal(1, json.GetProperty("found").GetInt32());
        Assert.Equal(61, json.GetProperty("attacks")[0].GetProperty("seconds").GetDouble());
        Assert.Equal("u-3", json.GetProperty("wrong")[0].GetProperty("actor").GetProperty("id").GetString());
    }

    [Fact]
    public void A_crowd_that_was_found_is_one_line_and_whoever_was_missed_has_its_own()
    {
        ActorLabel[] crowd = [.. Enumerable.Range(0, 10).Select(number => Label("user", "bot-" + number, LabelKind.Attack, "198.51.100." + number, "curl"))];
        var score = new LabelledScore(crowd).Judge([.. Enumerable.Range(1, 9).Select(number => Verdict(ActorKind.User, "bot-" + number, atSeconds: 30 + number))]);
        var page = new StringWriter();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(page), Ansi = AnsiSupport.No });
        screen.Profile.Width = 200;
        screen.Write(ScoreReport.Table(score));

        var lines = page.ToString().Split('\n').Where(line => line.Contains("object-walk", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Matches("9 of 10 actors +yes .* 31 to 39 s +challenge +API-ENUM-001", lines[0]);
        Assert.Matches("user bot-0 +no: no verdict", lines[1]);
    }

    private static ScoreResult Judge(params VerdictLine[] verdicts) => new LabelledScore(Everyone, userAgent => userAgent).Judge(verdicts);

    private static ActorLabel Label(string kind, string id, LabelKind label, string address, string userAgent) => new()
    {
        Actor = new LabelledActor(kind, id),
        Label = label,
        Population = kind,
        Users = kind == "address" ? [] : [id],
        Addresses = [address],
        UserAgents = [userAgent],
        From = Noon,
        To = Noon.AddSeconds(120),
        Calls = 10,
        Attack = label == LabelKind.Attack ? "object-walk" : null,
        Categories = label == LabelKind.Attack ? ["API1:2023"] : null,
    };

    private static VerdictLine Verdict(
        ActorKind kind, string id, int atSeconds = 10, string category = "API1:2023", VerdictAction action = VerdictAction.Challenge,
        string[]? users = null, string[]? addresses = null)
    {
        var actor = new Actor(new ActorKey(kind, id));
        var at = Noon.AddSeconds(atSeconds);
        return VerdictLine.Of(new Verdict
        {
            Id = EventId.From(1),
            Revision = 1,
            Time = at,
            Actor = actor,
            Targets = new VerdictTargets(addresses ?? [], users ?? [], [], []),
            Categories = [category],
            Severity = Severity.High,
            Confidence = 0.9,
            Score = 80,
            Action = action,
            FirstEvent = Noon,
            LastEvent = at,
            EventCount = 5,
            Expires = at.AddHours(1),
            Signals =
            [
                new Signal
                {
                    Detector = "API-ENUM-001", DetectorVersion = 1, Actor = actor, From = Noon, To = at, Strength = 0.9, Reason = "60 distinct ids",
                    Observed = 60, Expected = 3, Threshold = 50, Unit = "distinct ids", Events = [], EventCount = 60,
                },
            ],
            Explanation = "60 distinct ids",
            Counterfactual = "would not fire below 50 distinct ids",
            Versions = new EngineVersions("0.1.0", "1", "1"),
        });
    }
}
