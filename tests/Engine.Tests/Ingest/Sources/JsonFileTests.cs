using Engine.Ingest.Sources;

namespace Engine.Tests.Ingest.Sources;

public sealed class JsonFileTests : IDisposable
{
    private readonly Files _files = new();

    public void Dispose() => _files.Dispose();

    private Files.Taken Read(string text, string format = "kong", int most = 1024 * 1024) =>
        Files.Read([_files.Write("a.json", text)], new FileSource.Options { Format = format, MostRecordBytes = most });

    [Fact]
    public void An_array_gives_its_elements()
    {
        var taken = Read("[ {\"a\":\"]}\\\"\"},\n{\"b\":[1,{}]}\n, 17,\"x\",true]");

        Assert.Equal(["{\"a\":\"]}\\\"\"}", "{\"b\":[1,{}]}", "17", "\"x\"", "true"], taken.Texts);
        Assert.Equal([2L, 16, 31, 34, 38], taken.Positions.Select(position => position.Offset));
    }

    [Fact]
    public void Objects_over_several_lines_are_whole_records() =>
        Assert.Equal(["{\n  \"a\": 1\n}", "{\n  \"b\": {}\n}"], Read("{\n  \"a\": 1\n}\n{\n  \"b\": {}\n}\n").Texts);

    [Fact]
    public void Objects_one_a_line_are_lines_even_if_one_is_broken() =>
        Assert.Equal(["{\"a\":\"trunc", "{\"b\":1}", "{\"c\":1} {\"d\":1}"], Read("{\"a\":\"trunc\n{\"b\":1}\n{\"c\":1} {\"d\":1}\n").Texts);

    [Fact]
    public void A_format_of_lines_never_reads_arrays() => Assert.Equal(["[1,", "2]"], Read("[1,\n2]", "combined").Texts);

    [Fact]
    public void An_element_over_the_limit_becomes_one_fault()
    {
        var taken = Read($"[{{\"a\":1}},{{\"b\":\"{new string('x', 300_000)}\"}},{{\"c\":1}}]", most: 2_048);

        Assert.Equal(["{\"a\":1}", "{\"c\":1}"], taken.Texts);
        Assert.Equal(300_008, Assert.Single(taken.Faults).Length);
    }

    [Fact]
    public void Stray_brackets_and_an_open_end_are_survived() =>
        Assert.Equal(["}", "{\"a\":1}", "{\"b\":[1"], Read("[}],{\"a\":1},{\"b\":[1").Texts);

    [Fact]
    public void Many_elements_are_cut_alike_across_blocks()
    {
        var elements = Enumerable.Range(0, 5_000).Select(i => $"{{\"i\":{i},\"t\":\"{new string('\\', i % 7 * 2)}\"}}").ToArray();

        Assert.Equal(elements, Read($"[{string.Join(",\n", elements)}]").Texts);
    }
}
