using Engine.Integration.Kafka;

namespace Engine.Integration.EndToEnd;

/// <summary>Configuration of a live engine that reads a topic, in a directory of the test's.</summary>
internal static class KafkaRun
{
    /// <summary>Calls as records of a topic: one for each line.</summary>
    public static string[] Records(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <param name="directory">Where the file and the checkpoints are.</param>
    /// <param name="name">Name of the file, and of the checkpoints' directory.</param>
    /// <param name="kafka">Whose topic it is.</param>
    /// <param name="topic">Lines of an access log.</param>
    /// <param name="group">As whom.</param>
    /// <param name="format">Format of the lines.</param>
    /// <returns>Arguments of <c>engine run</c>; every engine of a directory hashes with one key.</returns>
    public static IReadOnlyList<string> Configure(string directory, string name, KafkaUnderTest kafka, string topic, string group, string format = "combined")
    {
        File.WriteAllText(Path.Combine(directory, "key"), "0123456789abcdef0123456789abcdef");
        File.WriteAllText(Path.Combine(directory, $"{name}.yaml"), $$"""
            sources:
              - name: gateway
                kind: kafka
                format: {{format}}
                kafka: {bootstrap_servers: "{{kafka.BootstrapServers}}", topics: [{{topic}}], group: {{group}}}
            enrichment: {secret_key: "file:{{Path.Combine(directory, "key")}}"}
            checkpoints: {directory: {{name}}-checkpoints, every: 200ms}
            """);
        return ["run", "-c", $"{name}.yaml", "--verdicts", $"{name}.jsonl"];
    }
}
