using BenchmarkDotNet.Running;
using Engine.Benchmarks.Sources;
using Spectre.Console;

// "kafka" measures with a broker in the process, which the runner's own processes do not have.
if (args is ["kafka"])
    await KafkaConsumeRate.PrintAsync(AnsiConsole.Console);
else
    BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
