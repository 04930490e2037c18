using Engine.App.Commands;
using Engine.App.Terminal;

using var interruption = new Interruption(Console.Error);
return await CommandLine.RunAsync(EngineCommand.Create(), args, Console.Out, Console.Error, interruption.Token);
