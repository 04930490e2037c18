using System.Net;
using Engine.Schemas;

namespace Engine.Tests.Detection.Enforcement;

/// <summary>Where a source cannot mark what we blocked, the recorded enforcement says it.</summary>
public sealed class EnforcedTargetsTests
{
    private const string Address = "203.0.113.7";

    private int _refused;

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(503)]
    public void What_an_address_under_enforcement_is_refused_feeds_no_score(int status)
    {
        var seen = new Detecting();
        seen.Engine.Apply(Entry());
        Assert.Empty(Refused(seen, status).Signals);
    }

    [Fact]
    public void Without_enforcement_it_does() => Assert.NotEmpty(Refused(new Detecting()).Signals);

    [Fact]
    public void What_the_service_itself_answers_counts_while_an_address_is_under_enforcement()
    {
        var seen = new Detecting();
        seen.Engine.Apply(Entry());
        Assert.NotEmpty(Refused(seen, status: 404).Signals);
    }

    [Fact]
    public void After_the_interval_it_counts_again()
    {
        var seen = new Detecting();
        seen.Engine.Apply(Entry());
        Refused(seen);
        seen.Engine.Apply(Entry(isBlock: false));
        Assert.NotEmpty(Refused(seen).Signals);
    }

    [Fact]
    public void Another_address_is_not_meant()
    {
        var seen = new Detecting();
        seen.Engine.Apply(Entry("address 203.0.113.8"));
        Assert.NotEmpty(Refused(seen).Signals);
    }

    [Fact]
    public void An_address_in_IPv6_clothes_is_the_same()
    {
        var seen = new Detecting();
        seen.Engine.Apply(Entry("address ::ffff:" + Address));
        Assert.Empty(Refused(seen).Signals);
    }

    [Fact]
    public void An_address_is_free_when_the_last_of_several_points_lets_go()
    {
        var seen = new Detecting();
        seen.Engine.Apply(Entry("haproxy address " + Address));
        seen.Engine.Apply(Entry("haproxy address " + Address));
        seen.Engine.Apply(Entry("nginx address " + Address));
        seen.Engine.Apply(Entry("haproxy address " + Address, isBlock: false));
        Assert.Empty(Refused(seen).Signals);
        seen.Engine.Apply(Entry("nginx address " + Address, isBlock: false));
        Assert.NotEmpty(Refused(seen).Signals);
    }

    [Theory]
    [InlineData("user ann")]
    [InlineData("address ann")]
    [InlineData("")]
    [InlineData("address")]
    public void Other_targets_are_passed_over(string subject)
    {
        var seen = new Detecting();
        seen.Engine.Apply(Entry(subject));
        seen.Engine.Apply(Entry(subject, isBlock: false));
        Assert.NotEmpty(Refused(seen).Signals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Intervals_outlive_the_process(bool isWhole)
    {
        var run = new SavedRun(new Detecting());
        run.Seen.Engine.Apply(Entry("nginx address " + Address));
        run.Save(isWhole: true);
        run.Seen.Engine.Apply(Entry("nginx address " + Address, isBlock: false));
        run.Seen.Engine.Apply(Entry("haproxy address " + Address));
        run.Save(isWhole);
        Assert.Empty(Refused(run.Restored(new Detecting()).Seen).Signals);
        run.Seen.Engine.Apply(Entry("haproxy address " + Address, isBlock: false));
        run.Save(isWhole);
        Assert.NotEmpty(Refused(run.Restored(new Detecting()).Seen).Signals);
    }

    [Fact]
    public void A_checkpoint_holds_the_intervals_that_were_open_when_it_began()
    {
        var run = new SavedRun(new Detecting());
        run.Seen.Engine.Apply(Entry());
        run.Begin(isWhole: true);
        run.Seen.Engine.Apply(Entry(isBlock: false));
        while (!run.Continue(100))
        {
        }

        Assert.Empty(Refused(run.Restored(new Detecting()).Seen).Signals);
    }

    /// <summary>More ids than may be refused to anybody.</summary>
    private Detecting Refused(Detecting seen, int status = 403)
    {
        // No object enumeration counts 429 or 503: those are probes of unknown paths.
        for (var i = 0; i < 60; i++, _refused++)
        {
            var call = status is 403 or 404
                ? Some.Call(objectId: Some.Scattered(_refused), atSeconds: _refused, status: status)
                : Some.Miss($"/p{_refused}", atSeconds: _refused) is var miss ? miss with { Call = miss.Call with { Status = status } } : null!;
            seen.See(call with { ClientAddress = IPAddress.Parse(Address) });
        }

        return seen;
    }

    private static ControlEntry Entry(string subject = "address " + Address, bool isBlock = true) => new()
    {
        Kind = ControlKind.Enforcement,
        Subject = subject,
        Version = isBlock ? "block" : "unblock",
        Sequence = 0,
        At = Some.Start,
    };
}
