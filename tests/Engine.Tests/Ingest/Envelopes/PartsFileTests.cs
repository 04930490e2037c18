using System.Text;
using System.Text.Json;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;

namespace Engine.Tests.Ingest.Envelopes;

/// <summary>Files of container runtimes, which cut a line at 16 KiB.</summary>
public sealed class PartsFileTests : IDisposable
{
    private const string Time = "2026-11-23T20:28:01.342168923Z";
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"engine-parts-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    private List<string> Read(string format, string text)
    {
        File.WriteAllText(_path, text);
        using var reader = new RecordReader([_path], new FileSource.Options { Format = format }, FormatCatalog.Create(), TimeProvider.System);
        var records = new List<string>();
        while (reader.TryRead(out var batch))
        {
            records.AddRange(batch.Records.Select(record => Encoding.UTF8.GetString(record.Bytes.Span)));
            batch.Release();
        }

        return records;
    }

    [Fact]
    public void Parts_of_Kubernetes_are_one_record()
    {
        var big = new string('x', 16_384);
        string[] records =
        [
            $"{Time} stdout F whole", $"{Time} stdout P {big}\n{Time} stdout P {big}\n{Time} stdout F end", $"{Time} stderr F whole",
            $"{Time} stdout P {big}\n{Time} stderr F between\n{Time} stdout F end", "no CRI at all",
            $"{Time} stdout P {big}\n{Time} stderr P {big}\n{Time} stdout F end\n{Time} stderr F end", $"{Time} stdout F last",
        ];

        Assert.Equal(records, Read("cri/kong", string.Join('\n', records)));
    }

    [Fact]
    public void Parts_of_Docker_are_one_record()
    {
        static string Log(string text, string stream = "stdout") => $"{{\"log\":{JsonSerializer.Serialize(text)},\"stream\":\"{stream}\",\"time\":\"{Time}\"}}";
        var big = new string('x', 16_384);
        string[] records =
        [
            Log("whole\n"), $"{Log(big)}\n{Log("end\n")}", Log("quote \" and backslash \\\n"), Log("not a feed \\n"), $"{Log($"{big} not a feed \\n")}\n{Log("a feed \\\n")}", "{\"other\":1}",
            Log("short and no feed"), $"{Log(big)}\n{Log(big, "stderr")}\n{Log("end\n")}\n{Log("end\n", "stderr")}", $"{Log(big + "\n")}", Log("last\n"),
        ];

        Assert.Equal(records, Read("docker/kong", string.Join('\n', records) + "\n"));
    }

    [Fact]
    public void Parts_without_an_end_are_given_up_at_the_limit()
    {
        var parts = string.Concat(Enumerable.Repeat($"{Time} stdout P {new string('x', 16_000)}\n", 100));

        Assert.Equal([$"{Time} stdout F next"], Read("cri/kong", $"{parts}{Time} stdout F end\n{Time} stdout F next\n"));
    }

    [Fact]
    public void A_part_whose_end_never_comes_holds_up_few_lines()
    {
        var whole = Enumerable.Range(0, 40).Select(i => $"{Time} stdout F {i}").ToList();
        var records = Read("cri/kong", string.Join('\n', whole.Prepend($"{Time} stderr P x")));

        Assert.Equal(8, records.Count);
        Assert.Equal(whole[33..], records[1..]);
    }
}
