using System.CommandLine;
using System.Text.Json;
using Engine.App.Commands;
using Engine.Schemas;
using Engine.Sinks.Enforcement;
using Microsoft.Extensions.Logging.Abstractions;
using Attempt = Engine.Schemas.EnforcementAttempt;

namespace Engine.Tests.Sinks.Enforcement;

/// <summary>The running sink with its workers and its control socket, and the commands that speak to it.</summary>
public sealed class EnforcementSinkTests : IAsyncDisposable
{
    private readonly FakeHaproxy _haproxy = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-test-");

    public async ValueTask DisposeAsync()
    {
        await _haproxy.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_written_verdict_reaches_the_point_by_itself()
    {
        var blocked = new TaskCompletionSource<Attempt>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var sink = Start(blocked.SetResult);

        await sink.WriteAsync(Batch("203.0.113.7"), default);
        var told = await blocked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("done", told.Result);
        Assert.Equal(["203.0.113.7"], _haproxy.Keys);
    }

    [Fact]
    public async Task A_running_engine_obeys_unblock()
    {
        await using var sink = Start();
        await sink.WriteAsync(Batch("203.0.113.7"), default);
        await sink.ReconcileAsync(default);

        var (code, output) = await RunAsync("unblock", "203.0.113.7");

        Assert.Equal(0, code);
        Assert.Contains("edge: removed address 203.0.113.7", output, StringComparison.Ordinal);
        await sink.ReconcileAsync(default);
        Assert.Empty(_haproxy.Keys);
    }

    [Fact]
    public async Task Unblock_works_without_a_running_engine_and_binds_the_next_one()
    {
        await using (var sink = Start())
        {
            await sink.WriteAsync(Batch("203.0.113.7"), default);
            await sink.ReconcileAsync(default);
        }

        var (code, output) = await RunAsync("unblock", "203.0.113.7", "--json");
        Assert.Equal(0, code);
        Assert.False(JsonDocument.Parse(output).RootElement.GetProperty("was_running").GetBoolean());
        Assert.Empty(_haproxy.Keys);

        await using var next = Start();
        await next.ReconcileAsync(default);
        Assert.Empty(_haproxy.Keys);
    }

    [Fact]
    public async Task Unblock_says_when_there_was_nothing_to_remove()
    {
        var (code, output) = await RunAsync("unblock", "203.0.113.7");

        Assert.Equal(0, code);
        Assert.Contains("no verdict in force asks to block 203.0.113.7", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unblock_with_a_point_that_is_down_fails_and_says_which()
    {
        await _haproxy.DisposeAsync();

        var (code, output) = await RunAsync("unblock", "--all");

        Assert.Equal(1, code);
        Assert.Contains("edge: failed: nothing listens", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unblock")]
    [InlineData("unblock", "203.0.113.7", "--all")]
    public async Task Unblock_needs_exactly_one_thing_to_do(params string[] line) =>
        Assert.True((await Assert.ThrowsAsync<UserError>(() => RunAsync(line))).IsUsage);

    [Fact]
    public async Task Unblock_refuses_a_length_of_time_that_is_none() =>
        Assert.NotEqual(0, (await RunAsync("unblock", "203.0.113.7", "--for", "soon")).Code);

    [Fact]
    public async Task Two_engines_do_not_enforce_from_one_directory()
    {
        await using var first = Start();

        Assert.Contains("another engine enforces", Assert.Throws<UserError>(() => Start()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_is_no_hindrance()
    {
        var deep = _directory.CreateSubdirectory(new string('d', 120)).FullName;
        await using var sink = EnforcementSink.Start(Options(), deep, null, TimeProvider.System, NullLogger<EnforcementSink>.Instance);
        await sink.WriteAsync(Batch("203.0.113.7"), default);

        var report = await Unblocking.RunAsync(
            Options(), deep, new UnblockRequest { Target = "203.0.113.7" }, TimeProvider.System, NullLogger.Instance, default);

        Assert.True(report.WasRunning);
    }

    [Fact]
    public async Task Rubbish_on_the_control_socket_does_not_deafen_it()
    {
        await using var sink = Start();
        using (var rude = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            await rude.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(await File.ReadAllTextAsync(Path.Combine(_directory.FullName, "control"))));
            await rude.SendAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        }

        Assert.Equal(0, (await RunAsync("unblock", "203.0.113.7")).Code);
    }

    [Fact]
    public async Task Points_lists_the_catalogue_and_the_state_of_what_is_configured()
    {
        _haproxy.Enter("198.51.100.1", "ban");

        var (code, output) = await RunAsync("points");

        Assert.Equal(0, code);
        Assert.Contains("haproxy-map", output, StringComparison.Ordinal);
        Assert.Contains("acts on      address", output, StringComparison.Ordinal);
        Assert.Contains("reachable, 0 entries of ours, 1 of others", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_as_json_names_each_point()
    {
        var (_, output) = await RunAsync("points", "--json");

        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal("edge", json.GetProperty("points")[0].GetProperty("name").GetString());
        Assert.Equal("address", json.GetProperty("kinds")[0].GetProperty("targets")[0].GetString());
    }

    private EnforcementSink Start(Action<Attempt>? record = null) =>
        EnforcementSink.Start(Options(), _directory.FullName, record, TimeProvider.System, NullLogger<EnforcementSink>.Instance);

    private static DetectedBatch Batch(string address) =>
        SomeVerdict.Batch([SomeVerdict.On(address, at: TimeProvider.System.GetUtcNow())]);

    private EnforcementOptions Options() => new()
    {
        Mode = EnforcementMode.Enforce,
        Points = [new PointOptions { Name = "edge", Socket = _haproxy.Socket, Map = FakeHaproxy.Map, Timeout = TimeSpan.FromSeconds(30) }],
    };

    private async Task<(int Code, string Output)> RunAsync(params string[] line)
    {
        var source = new FixedSource(Options(), _directory.FullName);
        var root = new RootCommand { UnblockCommand.Create(source, TimeProvider.System), PointsCommand.Create(source, TimeProvider.System) };
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await root.Parse(line).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        return (code, output.ToString());
    }

    private sealed class FixedSource(EnforcementOptions options, string directory) : IEnforcementSource
    {
        public IReadOnlyList<Option> Options => [];
        public EnforcementOptions? Load(ParseResult line) => options;
        public string StateDirectory(ParseResult line) => directory;
    }
}
