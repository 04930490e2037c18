using System.Text;
using Akka.Configuration;
using Engine.App.Checkpoints;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.App.Stages;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.App.Runs;

/// <summary>A live engine with a place of its own, that can be killed anywhere and begun again; gone with the test.</summary>
internal sealed class LawEngine : IDisposable
{
    private static readonly Config s_fuzzing = ConfigurationFactory.ParseString("akka.stream.materializer.debug.fuzzing-mode = on").WithFallback(StreamSettings.Quiet);

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("engine-laws-");

    /// <summary>What it has written.</summary>
    public string Verdicts => File.ReadAllText(In("v.jsonl"));

    private string Checkpoints => In("checkpoints");

    /// <summary>One life: from where the last one came to its end, or to the record where it dies.</summary>
    public async Task<RunResult?> LiveAsync(LawInput input, int lanes = 1, int batch = 256, int killedAfter = int.MaxValue, bool isFuzzed = false)
    {
        var options = new EngineOptions();
        var run = new EngineRun(new RunPlan
        {
            Options = options with
            {
                Engine = options.Engine with { Lanes = lanes },
                Enrichment = options.Enrichment with { SecretKey = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef") },
                // Whenever the one before is on the disk.
                Checkpoints = new CheckpointOptions { Every = TimeSpan.Zero },
            },
            Store = new StoreLocation.None(),
            Verdicts = In("v.jsonl"),
            Checkpoints = Checkpoints,
            IsLive = true,
            Streams = isFuzzed ? s_fuzzing : null,
        })
        {
            OpenReadBack = (range, _) => input.ReadBack(range ?? new(InputPositions.None, InputPositions.None), batch),
        };
        try
        {
            return await run.RunAsync(behind => input.Live(behind, batch, killedAfter), NullLoggerFactory.Instance, CancellationToken.None);
        }
        catch (LawInput.KilledException)
        {
            return null;
        }
    }

    /// <summary>The disk changes a byte in every checkpoint.</summary>
    public void Corrupt()
    {
        foreach (var file in Directory.GetFiles(Checkpoints, "checkpoint-*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            stream.Position = stream.Length / 2;
            var changed = (byte)(stream.ReadByte() ^ 0x55);
            stream.Position--;
            stream.WriteByte(changed);
        }
    }

    /// <summary>Somebody deletes them.</summary>
    public void DeleteCheckpoints()
    {
        foreach (var file in Directory.GetFiles(Checkpoints, "checkpoint-*"))
            File.Delete(file);
    }

    public void Dispose() => _place.Delete(recursive: true);

    private string In(string name) => Path.Combine(_place.FullName, name);
}
