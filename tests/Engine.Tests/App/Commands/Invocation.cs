using System.CommandLine;
using Engine.App.Commands;
using Engine.App.Terminal;

namespace Engine.Tests.App.Commands;

/// <summary>Runs a command line as the program does, and keeps what it printed.</summary>
internal sealed record Invocation(int Code, string Output, string Error)
{
    public static Task<Invocation> Of(params string[] arguments) => Of(EngineCommand.Create(), CancellationToken.None, arguments);

    public static async Task<Invocation> Of(RootCommand root, CancellationToken stop, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(root, arguments, output, error, stop);
        return new Invocation(code, output.ToString(), error.ToString());
    }
}
