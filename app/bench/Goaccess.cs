using System.Diagnostics;

namespace Engine.App.Bench;

/// <summary>The yardstick for access logs: goaccess (C; parses and counts, detects nothing) on the same file in the same run.</summary>
internal static class Goaccess
{
    /// <returns>CPU seconds; null where it is not installed.</returns>
    public static async Task<double?> RunAsync(string path, CancellationToken stop)
    {
        var report = Path.ChangeExtension(path, ".json");
        var start = new ProcessStartInfo("goaccess", [path, "--log-format=COMBINED", "--no-progress", "-o", report])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0 ? process.TotalProcessorTime.TotalSeconds : null;
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
}
