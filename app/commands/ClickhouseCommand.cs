using System.CommandLine;
using Engine.App.Store;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Http;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Commands;

/// <summary><c>engine clickhouse</c>: serves the embedded store to any ClickHouse client on this machine.</summary>
internal static class ClickhouseCommand
{
    public static Command Create()
    {
        var store = StoreOption.Create();
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one. Default 0." };
        port.Validators.Add(result =>
        {
            if (result.GetValue(port) is < 0 or > 65_535)
                result.AddError("--port must be 0 to 65535");
        });
        var command = new Command("clickhouse", "Serve the embedded ClickHouse on this machine, for any ClickHouse client") { store, port, Child() };
        command.SetAction(async (parse, cancel) =>
        {
            if (StoreOption.Parse(parse.GetValue(store)) is not StoreLocation.Embedded(var directory))
                throw new UserError("`engine clickhouse` serves an embedded store; give --store a directory", isUsage: true);
            var options = new EmbeddedServerOptions { Port = parse.GetValue(port) };
            await ServerProcess.RunAsync(directory, options, server => Announce(directory, server), cancel);
            return 0;
        });
        return command;
    }

    /// <summary>
    /// The child of another command. Not an asynchronous action: those end at a signal, and a Ctrl-C for the parent reaches the child too.
    /// </summary>
    private static Command Child()
    {
        var directory = new Argument<string>("directory");
        var child = new Command("child", "Serve the process that started this one, until its end") { directory };
        child.Hidden = true;
        child.SetAction(parse => ServerProcess.RunChildAsync(
            parse.GetValue(directory)!, new EmbeddedServerOptions(), Console.OpenStandardInput(), Console.Out).GetAwaiter().GetResult());
        return child;
    }

    /// <summary>The token itself stays in the file that only its owner can read: a terminal is recorded and shared.</summary>
    private static void Announce(string directory, ServerFile server)
    {
        var file = ServerFile.PathIn(directory);
        Console.WriteLine($"""
            ClickHouse serves {directory} at {server.Url} (Ctrl-C ends it)
            The access token is in {file}, field "token"; it is the password of user "default". For example:
              curl -H "X-ClickHouse-Key: $(sed 's/.*"token":"\([0-9a-f]*\)".*/\1/' '{file}')" '{server.Url}?database=engine' -d 'SHOW TABLES'
              engine sql --store '{directory}' 'SELECT count() FROM events'
            """);
    }
}
