using Engine.App.Configuration;
using Engine.App.Configuration.Binding;
using Engine.App.Configuration.Reading;

namespace Engine.Tests.App.Configuration;

public sealed class EngineOptionsTests
{
    [Theory]
    [InlineData("engine: {lanes: 0}", "engine.lanes: 0 is out of range; 1 to 256")]
    [InlineData("engine: {memory: 1MiB}", "engine.memory: 1MiB is out of range; 64MiB to 4TiB")]
    [InlineData("engine: {allowed_lateness: 1s}", "engine.allowed_lateness: is shorter than order_slack; every record merely out of order would be late")]
    [InlineData("sources: [{name: a, paths: [], format: combined}]", "sources[0].paths: names no file")]
    [InlineData("sources: [{name: 'a b', paths: [x], format: combined}]", "sources[0].name: is not a name; use letters, digits, '.', '_' and '-', at most 64")]
    [InlineData("sources: [{name: a, kind: fil, paths: [x], format: combined}]", "sources[0].kind: 'fil' is not one of file, kafka, http, otlp, syslog, envoy, mirror; did you mean 'file'?")]
    [InlineData("sources: [{name: a, paths: [x], format: combined}, {name: a, paths: [y], format: combined}]", "sources: 2 sources are named 'a'; positions and baselines need distinct names")]
    [InlineData("sources: [{name: a, paths: ['-', '-'], format: combined}]", "sources: standard input ('-') can be read once only")]
    [InlineData("sources: [{name: a, paths: ['-'], format: c, follow: true}]", "sources[0].follow: standard input ('-') cannot be followed; it is read until it ends")]
    [InlineData("sources: [{name: a, paths: [x.gz], format: c, follow: true}]", "sources[0].follow: a compressed file does not grow; name the file that is written to")]
    [InlineData("store: {location: 'ftp://host'}", "store.location: is not a store; write a directory, http://HOST:PORT, https://HOST:PORT or none")]
    [InlineData("store: {location: 'http://u:p@host'}", "store.location: holds a user or password; use store.user and store.password")]
    [InlineData("store: {location: none, user: u}", "store.user: has no effect: store.location is not a server")]
    [InlineData("store: {password: 'env:P'}", "store.password: has no effect: store.location is not a server")]
    [InlineData("store: {database: a-b}", "store.database: is not a database name; use letters, digits and '_', at most 64")]
    [InlineData("kafka: {verdict_topic: v}", "kafka.bootstrap_servers: this key is required and missing")]
    [InlineData("kafka: {bootstrap_servers: 'k:1', verdict_topic: 'a b'}", "kafka.verdict_topic: is not a topic's name; use letters, digits, '.', '_' and '-', at most 249")]
    [InlineData("kafka: {bootstrap_servers: 'k:1', dead_letter_topic: engine.verdicts}", "kafka.dead_letter_topic: is the topic of the verdicts as well; give each its own")]
    [InlineData("kafka: {bootstrap_servers: 'k:1', schema_registry: 'registry:8081'}", "kafka.schema_registry: is not a valid address; write http://HOST:PORT")]
    [InlineData("kafka: {bootstrap_servers: 'k:1', user: u}", "kafka.user: has no effect: the protocol is not one with sasl")]
    public void What_cannot_work_is_refused(string yaml, string problem)
    {
        var problems = new List<ConfigurationProblem>();
        problems.AddRange(OptionsBinder.Bind(typeof(EngineOptions), YamlReader.Read("e.yaml", yaml, problems)).Problems);
        Assert.Equal(problem, Assert.Single(problems) is var only ? $"{only.Key}: {only.Message}" : "");
    }

    [Theory]
    [InlineData("engine: {lanes: 1}")]
    [InlineData("kafka:\n  #bootstrap_servers: kafka-1:9092\n")]
    public void Without_its_keys_a_section_that_may_be_absent_is_absent(string yaml) =>
        Assert.Null(((EngineOptions)OptionsBinder.Bind(typeof(EngineOptions), YamlReader.Read("e.yaml", yaml, [])).Options).Kafka);
}
