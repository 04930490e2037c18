using System.Globalization;

namespace Engine.App.Bench;

/// <summary>Processor time of the child processes that have ended, from Linux's <c>/proc/self/stat</c> (proc(5), cutime and cstime).</summary>
internal static class ChildProcesses
{
    private const string Status = "/proc/self/stat";

    /// <summary>Fields behind the process's name in brackets, and the ticks of a second that Linux shows everybody.</summary>
    private const int User = 13, Kernel = 14, TicksPerSecond = 100;

    /// <summary>Null where it cannot be read.</summary>
    public static TimeSpan? Processor
    {
        get
        {
            if (!File.Exists(Status))
                return null;
            var text = File.ReadAllText(Status);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((Ticks(fields[User]) + Ticks(fields[Kernel])) / TicksPerSecond);
        }
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
