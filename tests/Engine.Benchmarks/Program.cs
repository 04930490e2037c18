using BenchmarkDotNet.Running;
using Engine.Benchmarks.Sources;

// "kafka" measures with a broker in the process, and "receive" with clients, which the runner's own processes do not have.
if (args is ["kafka"])
    await KafkaConsumeRate.PrintAsync(Console.Out);
else if (args is ["receive"])
    await ReceiveRate.PrintAsync(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
