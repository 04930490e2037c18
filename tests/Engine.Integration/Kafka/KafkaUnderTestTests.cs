using Confluent.Kafka;

namespace Engine.Integration.Kafka;

public sealed class KafkaUnderTestTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>
{
    [KafkaFact]
    public async Task What_is_produced_is_consumed()
    {
        var topic = kafka.NewTopic(partitions: 3);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var written = await producer.ProduceAsync(new TopicPartition(topic, 2), new Message<Null, string> { Value = "hello" });

        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "none" }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 2, 0));
        var read = consumer.Consume(TimeSpan.FromSeconds(30));

        Assert.Equal(new Offset(0), written.Offset);
        Assert.Equal("hello", read.Message.Value);
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        Assert.Equal(3, Assert.Single(admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics).Partitions.Count);
    }

    [KafkaFact]
    public async Task Records_that_retention_took_are_gone()
    {
        var topic = kafka.NewTopic();
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        for (var i = 0; i < 5; i++)
            await producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, string> { Value = "x" });

        kafka.DeleteRecords(topic, partition: 0, before: 3);

        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "none" }).Build();
        var left = consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), TimeSpan.FromSeconds(10));
        Assert.Equal((3, 5), (left.Low.Value, left.High.Value));
    }

    [KafkaFact(KafkaKind.Mock, "its brokers are not ours to take down")]
    public async Task A_broker_that_is_down_answers_again_when_it_is_up()
    {
        var topic = kafka.NewTopic();
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, ReconnectBackoffMaxMs = 100 }).Build();
        kafka.Mock.TakeDown();
        var waiting = producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, string> { Value = "x" });

        kafka.Mock.BringUp();

        Assert.Equal(new Offset(0), (await waiting).Offset);
    }
}
