using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Integration.ClickHouse;

/// <summary>Who has the store open, and what happens when somebody ends.</summary>
public sealed class EmbeddedStoreTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string directory = Directory.CreateTempSubdirectory("engine-store").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Null_references_are_still_caught_after_libchdb_was_opened()
    {
        using var process = Processes.Start("signals", directory);
        var said = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == Processes.Fine, $"exit code {process.ExitCode}: {await said}");
    }

    [Fact]
    public async Task A_restart_keeps_what_was_stored_and_leaves_no_file_of_the_server()
    {
        await using (var store = await StoreFixture.OpenAsync(directory))
            await store.Client.ExecuteNonQueryAsync("INSERT INTO schema_migrations (number, name, digest) SELECT 0, 'mark', ''");
        Assert.False(File.Exists(ServerFile.PathIn(directory)));
        await using var again = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions());
        using var client = again.Server.Connection("engine").Open();
        Assert.Equal("mark", await StoreFixture.TextAsync(client, "SELECT name FROM schema_migrations WHERE number = 0 FORMAT TSV"));
    }

    [Fact]
    public async Task A_second_engine_works_with_the_store_that_is_open_and_may_outlive_its_owner()
    {
        var owner = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions());
        await using var guest = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions());
        Assert.True(owner.IsOwner);
        Assert.False(guest.IsOwner);
        Assert.Equal(owner.Server, guest.Server);

        var ending = Stopwatch.StartNew();
        await owner.DisposeAsync();
        Assert.True(ending.Elapsed < new EmbeddedStoreOptions().StopTime, "the owner must not wait for its guests");
        using var client = guest.Server.Connection("default").Open();
        Assert.Equal("1", await StoreFixture.TextAsync(client, "SELECT 1 FORMAT TSV"));
        Assert.False(guest.IsGone);

        using var serving = Process.GetProcessById(guest.Server.Pid);
        await guest.DisposeAsync();
        Assert.True(serving.WaitForExit(Patience), "the store ends with its last user");
    }

    [Fact]
    public async Task Several_engines_that_start_at_once_end_up_in_one_store()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StoreFixture.OpenAsync(directory)));
        Assert.Single(stores.Select(store => store.Connection.Address).Distinct());
        Assert.Equal(Sinks.ClickHouse.Migrations.Migration.All.Count.ToString(CultureInfo.InvariantCulture),
            await StoreFixture.TextAsync(stores[0].Client, "SELECT count() FROM schema_migrations FINAL FORMAT TSV"));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task The_store_ends_when_its_owner_is_killed()
    {
        using var owner = Processes.Start("owner", directory);
        var pid = int.Parse((await owner.StandardOutput.ReadLineAsync().WaitAsync(Patience))!, CultureInfo.InvariantCulture);
        using var serving = Process.GetProcessById(pid);
        owner.Kill();
        Assert.True(serving.WaitForExit(Patience), "an orphan would keep the store closed for everybody");
    }

    [Fact]
    public async Task An_interrupt_for_the_whole_terminal_does_not_end_the_store_of_a_living_parent()
    {
        await using var store = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions());
        foreach (var signal in new[] { "-INT", "-TERM", "-HUP" })
            using (var kill = Process.Start("kill", [signal, store.Server.Pid.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
        using var client = store.Server.Connection("default").Open();
        Assert.Equal("0", await StoreFixture.TextAsync(client, "SELECT sleep(2.9) FORMAT TSV"));
        Assert.False(store.IsGone);
    }

    [Fact]
    public async Task A_child_that_is_killed_before_it_serves_is_started_again()
    {
        await using var store = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions { Command = Killed(times: 2) });
        Assert.True(store.IsOwner);
        Assert.False(store.IsGone);
    }

    [Fact]
    public async Task A_child_that_is_killed_each_time_is_one_clear_line()
    {
        var error = await Assert.ThrowsAsync<UserError>(() => EmbeddedStore.StartAsync(
            directory, new EmbeddedStoreOptions { Command = Killed(times: int.MaxValue), StartTime = TimeSpan.FromSeconds(1) }));
        Assert.Equal($"the embedded ClickHouse of {directory} was killed each time it started; has the system enough memory?", error.Message);
    }

    [Fact]
    public async Task A_file_that_was_left_behind_is_replaced()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        silent.Stop();
        new ServerFile($"http://127.0.0.1:{port}/", port, "old", 1).Write(directory);
        await using var store = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions());
        Assert.True(store.IsOwner);
        Assert.Equal(store.Server, ServerFile.Read(directory));
    }

    [Fact]
    public async Task A_store_held_by_a_process_that_does_not_answer_is_one_clear_line()
    {
        using var held = StoreLock.TryTake(directory);
        var error = await Assert.ThrowsAsync<UserError>(() =>
            EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions { StartTime = TimeSpan.FromSeconds(2) }));
        Assert.Contains($"open in process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_one_clear_line()
    {
        var file = Path.Combine(directory, "a-file");
        await File.WriteAllTextAsync(file, "");
        var error = await Assert.ThrowsAsync<UserError>(() => EmbeddedStore.StartAsync(Path.Combine(file, "store"), new EmbeddedStoreOptions()));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var engine = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            [Path.Combine(AppContext.BaseDirectory, "engine.dll"), "clickhouse", "--store", directory, "--port", port.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await engine.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await engine.WaitForExitAsync();
        Assert.Equal(1, engine.ExitCode);
        Assert.Equal($"error: port {port} on 127.0.0.1 is in use; choose another with --port, or leave it away for a free one", said.Trim());
    }

    [Fact]
    public async Task A_missing_library_names_the_way_to_install_it()
    {
        var command = new[] { "env", "ENGINE_CHDB=/nowhere/at-all", Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "engine.dll") };
        var error = await Assert.ThrowsAsync<UserError>(() => EmbeddedStore.StartAsync(directory, new EmbeddedStoreOptions { Command = command }));
        Assert.Contains("make setup", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>Runs the engine, but for the first times, when it is killed.</summary>
    private string[] Killed(int times)
    {
        var count = Path.Combine(directory, "killed");
        return ["sh", "-c", $"echo >> '{count}'; [ $(wc -l < '{count}') -le {times} ] && kill -9 $$; exec '{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "engine.dll")}' \"$@\"", "sh"];
    }
}
