using System.ComponentModel.DataAnnotations;
using Engine.Schemas;
using Engine.Sinks.Enforcement;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class EnforcementOptionsTests
{
    private static readonly PointOptions Good = new() { Name = "edge", Socket = "/run/haproxy/engine.sock", Map = "/etc/haproxy/engine-blocks.map" };

    [Fact]
    public void Defaults_block_nothing()
    {
        Assert.Equal(EnforcementMode.DryRun, new EnforcementOptions().Mode);
        Assert.Empty(Problems(new EnforcementOptions { Points = [Good] }));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        ["AllowActors", "AllowList", "Points"],
        Problems(new EnforcementOptions { AllowList = ["10.0.0.0/8", "office"], AllowActors = ["alice"], Points = [Good, Good] }).Order());

    [Fact]
    public void Everything_that_is_wrong_with_a_point_is_told_at_once() => Assert.Equal(
        ["Actions", "Map", "Scope", "Socket"],
        Problems(Good with { Socket = "haproxy.sock", Map = "a map;clear", Actions = [VerdictAction.Observe], Scope = [TargetKind.Token] }).Order());

    [Fact]
    public void An_unknown_kind_is_named_with_those_that_exist() => Assert.Equal(["Kind"], Problems(Good with { Kind = "haproxy" }));

    [Fact]
    public void A_name_is_for_the_command_line() => Assert.Equal(["Name"], Problems(Good with { Name = "the edge" }));

    [Theory]
    [InlineData("/run/haproxy.sock", true)]
    [InlineData("unix@/run/haproxy.sock", true)]
    [InlineData("ipv4@127.0.0.1:9999", true)]
    [InlineData("ipv6@[::1]:9999", true)]
    [InlineData("127.0.0.1:9999", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("haproxy.sock", false)]
    [InlineData("", false)]
    public void Sockets_are_written_as_haproxy_writes_them(string socket, bool isGood) =>
        Assert.Equal(isGood, Problems(Good with { Socket = socket }).Count == 0);

    [Fact]
    public void The_catalogue_holds_every_point_there_is()
    {
        var existing = typeof(IEnforcementPoint).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IEnforcementPoint)));

        Assert.Equal(existing.OrderBy(type => type.Name), PointCatalog.All.Select(kind => kind.Type).OrderBy(type => type.Name));
        Assert.Equal(PointCatalog.All.Count, PointCatalog.All.Select(kind => kind.Info.Kind).Distinct().Count());
    }

    /// <summary>The properties that something is wrong with.</summary>
    private static List<string> Problems(object options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return [.. problems.SelectMany(problem => problem.MemberNames)];
    }
}
