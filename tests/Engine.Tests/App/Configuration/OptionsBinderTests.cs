using System.Net;

namespace Engine.Tests.App.Configuration;

public sealed class OptionsBinderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("inner:\nports: [80, 443]\n")]
    public void Nothing_written_gives_the_defaults(string yaml)
    {
        var options = Sample.Good(yaml);
        Assert.Equal((7, 0.5, TimeSpan.FromMinutes(1), 1L << 20, 30), (options.Count, options.Share, options.Window, options.Memory, options.Inner.Limit));
        Assert.Equal([80, 443], options.Ports);
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var options = Sample.Good("""
            count: 12
            share: 1e-3
            is_on: true
            mode: dry_run
            window: 250ms
            memory: 64KiB
            max_record_bytes: 8192
            name: "yes: #1"
            note: ~
            ports: [1, 2]
            modes: [enforce, dry-run]
            networks: [10.0.0.0/8, "fd00::/8"]
            """);
        Assert.Equal((12, 0.001, true, Sample.Mode.DryRun), (options.Count, options.Share, options.IsOn, options.Mode));
        Assert.Equal((TimeSpan.FromMilliseconds(250), 65536L, 8192, "yes: #1"), (options.Window, options.Memory, options.MaxRecordBytes, options.Name));
        Assert.Null(options.Note);
        Assert.Equal([1, 2], options.Ports);
        Assert.Equal([Sample.Mode.DryRun, Sample.Mode.Enforce], options.Modes.Order());
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")], options.Networks);
    }

    [Fact]
    public void A_section_changes_only_what_it_names_and_never_the_shared_default()
    {
        var options = Sample.Good("inner: {other: 9}\nmaybe: {limit: 1}");
        Assert.Equal((30, 9), (options.Inner.Limit, options.Inner.Other));
        Assert.Equal((1, 4), (options.Maybe!.Limit, options.Maybe.Other));
        Assert.Equal(4, Sample.Nested.Shared.Other);
    }

    [Fact]
    public void A_list_replaces_its_default_and_a_dictionary_adds_to_it()
    {
        var options = Sample.Good("ports: []\nfields: {status: code}\nnamed: {a: {id: x}}\nitems: [{id: y, weight: 1}]");
        Assert.Empty(options.Ports);
        Assert.Equal([("path", "request.uri"), ("status", "code")], options.Fields.Select(field => (field.Key, field.Value)).Order());
        Assert.Equal(new Sample.Item("x"), options.Named["a"]);
        Assert.Equal([new Sample.Item("y", 1)], options.Items);
    }

    [Fact]
    public void Options_by_key_take_the_type_of_their_key_and_are_all_there()
    {
        var options = Sample.Good("plugins: {API-ENUM-001: {limit: 8}}");
        Assert.Equal(new Sample.Nested { Limit = 8 }, options.Plugins["API-ENUM-001"]);
        Assert.IsType<Sample.Item>(options.Plugins["API-SCAN-001"]);
        Assert.Equal(2, Sample.Good("").Plugins.Count);
        Assert.Equal("e.yaml:1:11: plugins.API-ENUM-002: unknown key; did you mean 'API-ENUM-001'?", Sample.Problem("plugins: {API-ENUM-002: {}}"));
    }

    [Theory]
    [InlineData("coutn: 1", "e.yaml:1:1: coutn: unknown key; did you mean 'count'?")]
    [InlineData("inner:\n  limits: 1", "e.yaml:2:3: inner.limits: unknown key; did you mean 'limit'?")]
    [InlineData("inner: {zzz: 1}", "e.yaml:1:9: inner.zzz: unknown key; known here: limit, other")]
    [InlineData("items:\n  - {id: a}\n  - weight: 2", "e.yaml:3:5: items[1].id: this key is required and missing")]
    [InlineData("items: [{id: a, wieght: 2}]", "e.yaml:1:17: items[0].wieght: unknown key; did you mean 'weight'?")]
    [InlineData("count: many", "e.yaml:1:8: count: 'many' is not a valid whole number")]
    [InlineData("count: 1.5", "e.yaml:1:8: count: '1.5' is not a valid whole number")]
    [InlineData("count: 99999999999", "e.yaml:1:8: count: '99999999999' is not a valid whole number")]
    [InlineData("count: 0", "e.yaml:1:8: count: 0 is out of range; 1 to 100")]
    [InlineData("count:", "e.yaml:1:7: count: has no value; expected whole number")]
    [InlineData("count: [1]", "e.yaml:1:8: count: expected whole number, found a list")]
    [InlineData("share: 1.4", "e.yaml:1:8: share: 1.4 is out of range; 0 to 1")]
    [InlineData("share: .nan", "e.yaml:1:8: share: '.nan' is not a number; write for example 0.5")]
    [InlineData("share: 1,5", "e.yaml:1:8: share: '1,5' is not a number; write for example 0.5")]
    [InlineData("is_on: yes", "e.yaml:1:8: is_on: 'yes' is neither true nor false")]
    [InlineData("mode: enforced", "e.yaml:1:7: mode: 'enforced' is not one of dry-run, enforce; did you mean 'enforce'?")]
    [InlineData("mode: 1", "e.yaml:1:7: mode: '1' is not one of dry-run, enforce")]
    [InlineData("window: 5", "e.yaml:1:9: window: '5' lacks its unit; write 5 and one of ms, s, min, h or d, for example 5s")]
    [InlineData("window: 5m", "e.yaml:1:9: window: 'm' is not a unit of time; use ms, s, min, h or d")]
    [InlineData("window: 2h", "e.yaml:1:9: window: 2h is out of range; 100ms to 1h")]
    [InlineData("window: -1s", "e.yaml:1:9: window: '-1s' is not a duration; write a whole number and a unit (ms, s, min, h or d), for example 5s")]
    [InlineData("window: 99999999999d", "e.yaml:1:9: window: '99999999999d' is too long")]
    [InlineData("memory: 64", "e.yaml:1:9: memory: '64' lacks its unit; write 64 and one of B, KiB, MiB, GiB or TiB, for example 64MiB")]
    [InlineData("memory: 1MB", "e.yaml:1:9: memory: 'MB' is not a unit of size; use B, KiB, MiB, GiB or TiB; did you mean 'MiB'?")]
    [InlineData("memory: 1B", "e.yaml:1:9: memory: 1B is out of range; 1KiB or more")]
    [InlineData("max_record_bytes: 3GiB", "e.yaml:1:19: max_record_bytes: '3GiB' is too large")]
    [InlineData("networks: [10.0.0.0/80]", "e.yaml:1:12: networks[0]: '10.0.0.0/80' is not a valid ip network")]
    [InlineData("ports: 80", "e.yaml:1:8: ports: expected a list, found a single value; write [a, b] or one '- item' a line")]
    [InlineData("inner: 5", "e.yaml:1:8: inner: expected a section of 'key: value' lines, found a single value")]
    [InlineData("inner: [5]", "e.yaml:1:8: inner: expected a section of 'key: value' lines, found a list")]
    [InlineData("[5]", "e.yaml:1:1: expected a section of 'key: value' lines, found a list")]
    [InlineData("longest: 1s", "e.yaml:1:1: longest: is shorter than window")]
    public void A_problem_names_file_line_column_key_and_what_to_do(string yaml, string problem) => Assert.Equal(problem, Sample.Problem(yaml));

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problems = Sample.Problems("coutn: 1\nwindow: 5\ninner:\n  limit: x\n  limitt: 3\nitems:\n  - weight: y\n");
        Assert.Equal(
            ["coutn", "window", "inner.limitt", "inner.limit", "items[0].id", "items[0].weight"],
            problems.Select(problem => problem.Split(": ")[1]));
    }

    [Fact]
    public void A_rule_across_keys_waits_until_each_key_is_good() =>
        Assert.Equal("e.yaml:2:9: window: 'm' is not a unit of time; use ms, s, min, h or d", Sample.Problem("longest: 1s\nwindow: 5m"));
}
