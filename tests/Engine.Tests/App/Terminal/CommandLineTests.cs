using System.CommandLine;
using Engine.Schemas;
using Engine.Tests.App.Commands;

namespace Engine.Tests.App.Terminal;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("error: Unrecognized command or argument 'valdate'; did you mean 'validate'?\ntry: engine --help\n", "valdate")]
    [InlineData("error: Unrecognized command or argument '--jsn'; did you mean '--json'?\ntry: engine validate --help\n", "validate", "--jsn")]
    [InlineData("error: Required argument missing for option: '--set'\ntry: engine validate --help\n", "validate", "--set")]
    [InlineData("error: Unrecognized option '--verdict'; did you mean '--verdicts'?\ntry: engine replay --help\n", "replay", "a.log", "--verdict", "v.jsonl")]
    [InlineData("error: A value is missing before '--labels'\ntry: engine replay --help\n", "replay", "a.log", "--verdicts", "--labels")]
    [InlineData("error: --min-action: 'blok' is not one of observe, challenge, throttle, block; did you mean 'block'?\ntry: engine verdicts --help\n", "verdicts", "--min-action", "blok")]
    [InlineData("error: --limit: 'x' is not a valid whole number\ntry: engine verdicts --help\n", "verdicts", "--limit", "x")]
    [InlineData("error: --for: 'x' is not a unit of time; use ms, s, min, h or d\ntry: engine unblock --help\n", "unblock", "192.0.2.1", "--for", "5x")]
    [InlineData("error: --for: '9999d' is longer than 3650d\ntry: engine unblock --help\n", "unblock", "192.0.2.1", "--for", "9999d")]
    [InlineData("error: Required command was not provided\ntry: engine --help\n")]
    [InlineData("error: Unrecognized command or argument '@/etc/passwd'\ntry: engine validate --help\n", "validate", "@/etc/passwd")]
    public async Task Wrong_usage_is_one_line_with_a_hint_and_exit_code_2(string error, params string[] arguments)
    {
        var run = await Invocation.Of(arguments);
        Assert.Equal((2, "", error), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task A_file_may_be_named_like_an_option_behind_two_dashes() =>
        Assert.Equal((1, "error: --verdict does not exist; check the path\n"), await Invocation.Of("replay", "--store", "none", "--", "--verdict") is var run ? (run.Code, run.Error) : default);

    [Theory]
    [InlineData("--help")]
    [InlineData("validate", "--help")]
    public async Task Help_is_asked_for_and_goes_to_standard_output(params string[] arguments)
    {
        var run = await Invocation.Of(arguments);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_problem_that_can_be_mended_is_one_line(bool isUsage, int code)
    {
        var run = await Fail(new UserError("port 1 is in use; \e[31mchoose\nanother", isUsage, new InvalidOperationException("behind it")));
        Assert.Equal((code, "", "error: port 1 is in use; \\x1b[31mchoose\\nanother\n"), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task What_a_task_or_stream_wraps_is_the_same_problem()
    {
        var run = await Fail(new AggregateException(new AggregateException(new UserError("disk full", isUsage: false))));
        Assert.Equal((1, "error: disk full\n"), (run.Code, run.Error));
    }

    [Fact]
    public async Task What_nobody_foresaw_is_one_line_that_says_how_to_learn_more()
    {
        var run = await Fail(new InvalidOperationException("broken"));
        Assert.Equal((1, "error: InvalidOperationException: broken (ENGINE_DEBUG=1 shows where)\n"), (run.Code, run.Error));
    }

    [Fact]
    public async Task An_interrupted_command_says_so_to_the_shell()
    {
        using var stop = new CancellationTokenSource();
        var root = Root(async cancel =>
        {
            await stop.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        });
        var run = await Invocation.Of(root, stop.Token, "fail");
        Assert.Equal((130, ""), (run.Code, run.Error));
    }

    private static Task<Invocation> Fail(Exception failure) => Invocation.Of(Root(_ => throw failure), CancellationToken.None, "fail");

    private static RootCommand Root(Func<CancellationToken, Task> action)
    {
        var command = new Command("fail");
        command.SetAction((_, cancel) => action(cancel));
        return [command];
    }
}
