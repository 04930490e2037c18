namespace Engine.Integration.Kafka;

/// <summary>A test against Kafka: the mock cluster, or the real broker that <c>ENGINE_TEST_KAFKA=host:port</c> names.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KafkaFactAttribute : FactAttribute
{
    /// <summary>Runs on both.</summary>
    public KafkaFactAttribute()
    {
    }

    /// <param name="only">The only one that can pass it.</param>
    /// <param name="reason">What the other cannot.</param>
    public KafkaFactAttribute(KafkaKind only, string reason)
    {
        if (only == KafkaKind.Mock && KafkaUnderTest.IsReal)
            Skip = $"a real broker cannot: {reason}";
        else if (only == KafkaKind.Real && !KafkaUnderTest.IsReal)
            Skip = $"the mock cluster cannot: {reason}; name a real broker in {KafkaUnderTest.Variable}";
    }
}
