using System.Diagnostics;

namespace Engine.App.Bench;

/// <summary>The yardstick for access logs: goaccess (C; parses and counts, detects nothing) on the same file in the same run.</summary>
internal static class Goaccess
{
    /// <returns>CPU seconds; null where it is not installed.</returns>
    public static async Task<double?> RunAsync(string path, CancellationToken stop)
    {
        var report = Path.ChangeExtension(path, ".json");
        // The shell's own timing: a process that has ended no longer tells what it used.
        var start = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%U %S'; time goaccess \"$0\" --log-format=COMBINED --no-progress -o \"$1\"", path, report])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(stop);
            await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 ? SecondsOf(await error) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static double SecondsOf(string error) => error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ')
        .Sum(part => double.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
}
