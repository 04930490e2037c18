using System.Diagnostics;
using System.Globalization;

namespace Engine.Integration.EndToEnd;

/// <summary>
/// A disk of a few megabytes that a test can fill: a file system in memory that only the processes started on it see. It is there as long
/// as the process that holds it, which ends with the test.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly Process _holder;
    private readonly string _mount;

    private SmallDisk(Process holder, string mount)
    {
        _holder = holder;
        _mount = mount;
    }

    /// <summary>The disk as the test sees it.</summary>
    public string Path => $"/proc/{_holder.Id}/root{_mount}";

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <param name="mount">Where its processes see it; made where it is missing.</param>
    /// <param name="megabytes">How much it holds.</param>
    public static async Task<SmallDisk> MountAsync(string mount, int megabytes)
    {
        Directory.CreateDirectory(mount);
        var script = string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={megabytes}m small \"$0\" && echo mounted && exec cat");
        var holder = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", script, mount])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await holder.StandardOutput.ReadLineAsync() != "mounted")
            Assert.Fail($"a test of a full disk must be root, to mount a small one: {await holder.StandardError.ReadToEndAsync()}");
        return new SmallDisk(holder, mount);
    }

    /// <summary>Starts an engine that sees the disk, in a directory of the test's.</summary>
    public EngineProcess Start(string directory, params IEnumerable<string> arguments) => EngineProcess.StartBy(
        directory,
        ["nsenter", "--target", _holder.Id.ToString(CultureInfo.InvariantCulture), "--mount", "sh", "-c", "cd \"$0\" && exec \"$@\"", directory],
        arguments);

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }
}
