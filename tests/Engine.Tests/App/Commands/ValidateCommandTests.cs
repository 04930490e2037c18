using System.Text.Json;

namespace Engine.Tests.App.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Every_problem_is_a_line_of_its_own_and_the_exit_code_is_2()
    {
        await File.WriteAllTextAsync(_file, "sources:\n  - format: combined\n    nme: a\n    paths: [/var/log/x]\nengine:\n  batch: 0\n");
        var run = await Invocation.Of("validate", "-c", _file, "--set", "engine.lnes=2");
        Assert.Equal(
            $"""
             {_file}:2:5: sources[0].name: this key is required and missing
             {_file}:3:5: sources[0].nme: unknown key; did you mean 'name'?
             {_file}:6:10: engine.batch: 0 is out of range; 1 to 65536
             --set engine.lnes: engine.lnes: unknown key; did you mean 'lanes'?

             """, run.Output);
        Assert.Equal((2, $"error: 4 problems in {_file}\n"), (run.Code, run.Error));
    }

    [Fact]
    public async Task A_good_configuration_says_what_it_would_do_and_touches_nothing()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), "no such directory");
        await File.WriteAllTextAsync(_file, $"sources: [{{name: shop, format: combined, paths: ['{nowhere}/x.log']}}]\nstore: {{location: '{nowhere}'}}\n");
        var run = await Invocation.Of("validate", "-c", _file, "--set", "engine.lanes=3");
        Assert.Equal((0, $"{_file} is valid; nothing was opened\n"), (run.Code, run.Error));
        Assert.Contains($"{nowhere}/x.log as combined, production", run.Output, StringComparison.Ordinal);
        Assert.Contains("3, up to 4GiB of actors' state", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task Json_holds_the_problems_with_their_places()
    {
        await File.WriteAllTextAsync(_file, "engine: {lanes: many}\n");
        var run = await Invocation.Of("validate", "-c", _file, "--json");
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal((2, false), (run.Code, document.RootElement.GetProperty("valid").GetBoolean()));
        var problem = document.RootElement.GetProperty("problems")[0];
        Assert.Equal((1, 17, "engine.lanes"), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32(), problem.GetProperty("key").GetString()));
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_missing_file_is_one_line()
    {
        var run = await Invocation.Of("validate", "-c", "/no/such/engine.yaml", "--json");
        Assert.Equal((2, ""), (run.Code, run.Error));
        Assert.Contains("no such file", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escape_sequences_in_the_file_do_not_reach_the_terminal()
    {
        await File.WriteAllTextAsync(_file, "\"\\e[2Jx\": 1\nengine: {\"a\\u202Eb\": 1}\n");
        var run = await Invocation.Of("validate", "-c", _file);
        Assert.Contains(@"1:1: \x1b[2Jx: unknown key", run.Output, StringComparison.Ordinal);
        Assert.Contains(@"engine.a\u202eb: unknown key", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output);
    }
}
