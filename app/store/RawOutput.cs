using System.Text;
using Engine.App.Terminal;

namespace Engine.App.Store;

/// <summary>Bytes to standard output: as they are into a pipe or file, harmless on a terminal.</summary>
internal static class RawOutput
{
    public static async Task WriteAsync(Func<Stream, Task> write)
    {
        if (Console.IsOutputRedirected)
        {
            await using var output = Console.OpenStandardOutput();
            await write(output);
            return;
        }

        using var held = new MemoryStream();
        await write(held);
        Console.Out.Write(Printable.Lines(Encoding.UTF8.GetString(held.GetBuffer(), 0, (int)held.Length)));
    }
}
