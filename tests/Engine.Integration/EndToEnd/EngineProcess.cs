using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Engine.Integration.EndToEnd;

/// <summary>The real executable, as a user starts it, in a directory of the test's. Ended with the test.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    /// <summary>Far beyond what any command here takes: a hang fails the test instead of the build.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Process _process;

    private EngineProcess(string directory, IEnumerable<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command.First(), command.Skip(1))
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ENGINE_DATA"] = Path.Combine(directory, "data");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The executable.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "engine.exe" : "engine");

    public string Output => Read(_output);
    public string Error => Read(_error);
    public int Pid => _process.Id;

    public static EngineProcess Start(string directory, params IEnumerable<string> arguments) => Start(directory, new Dictionary<string, string>(), arguments);

    public static EngineProcess Start(string directory, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        new(directory, [Executable, .. arguments], environment);

    /// <summary>Starts it by another command, which becomes the engine in the same process.</summary>
    public static EngineProcess StartBy(string directory, IReadOnlyList<string> command, params IEnumerable<string> arguments) =>
        new(directory, [.. command, Executable, .. arguments], new Dictionary<string, string>());

    /// <summary>Runs a command to its end.</summary>
    public static Task<Ended> RunAsync(string directory, params IEnumerable<string> arguments) => RunAsync(directory, new Dictionary<string, string>(), arguments);

    public static async Task<Ended> RunAsync(string directory, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        await using var process = Start(directory, environment, arguments);
        return await process.WaitAsync();
    }

    public async Task<Ended> WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new Ended(_process.ExitCode, Output, Error);
    }

    /// <summary>Asks it to stop as systemd or Docker would, and waits for its end.</summary>
    public async Task<Ended> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await WaitAsync();
    }

    /// <summary>Looks again and again until something is so; fails with what the engine said where it never is.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var since = Stopwatch.GetTimestamp(); !await isSo(); await Task.Delay(50))
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience && !_process.HasExited, $"{what} never came; the engine said: {Error}");
    }

    /// <summary>Waits until a file of verdicts holds the block of this user.</summary>
    public Task UntilBlockedAsync(string file, string user) => UntilAsync(
        () => Task.FromResult(ReadWhileWritten(file).Split('\n').Any(line =>
            line.Contains($"\"{user}\"", StringComparison.Ordinal) && line.Contains("\"block\"", StringComparison.Ordinal))), $"the block of {user}");

    /// <summary>Waits until it has said this.</summary>
    public Task UntilSaidAsync(string words) => UntilAsync(() => Task.FromResult(Error.Contains(words, StringComparison.Ordinal)), $"'{words}'");

    /// <summary>A file that another process may have open; empty while there is none.</summary>
    public static string ReadWhileWritten(string path)
    {
        try
        {
            using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return file.ReadToEnd();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
    }

    /// <summary>Processes that have this text in their command line.</summary>
    public static IReadOnlyList<string> Naming(string text) => [.. Process.GetProcesses().Select(CommandLine).Where(line => line.Contains(text, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string CommandLine(Process process)
    {
        using (process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Replace('\0', ' ');
            }
            catch (IOException)
            {
                return "";
            }
        }
    }

    private static void Keep(StringBuilder into, string? line)
    {
        lock (into)
            into.Append(line).Append(line is null ? "" : "\n");
    }

    private static string Read(StringBuilder from)
    {
        lock (from)
            return from.ToString();
    }

    /// <summary>How a command ended.</summary>
    internal sealed record Ended(int Code, string Output, string Error)
    {
        public void HasCode(int code) => Assert.True(code == Code, $"exit code {Code}, not {code}: {Error}{Output}");
    }
}
