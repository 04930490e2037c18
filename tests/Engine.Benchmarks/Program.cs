using BenchmarkDotNet.Running;
using Engine.Benchmarks.Sources;
using Spectre.Console;

// "kafka" measures with a broker in the process, and "receive" with clients, which the runner's own processes do not have.
if (args is ["kafka"])
    await KafkaConsumeRate.PrintAsync(AnsiConsole.Console);
else if (args is ["receive"])
    await ReceiveRate.PrintAsync(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
