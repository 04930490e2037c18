namespace Engine.Sinks.Delivery;

/// <summary>A mandatory sink could not make a batch safe.</summary>
/// <param name="sink">Its name.</param>
/// <param name="cause">Why.</param>
public sealed class SinkFailure(string sink, Exception cause) : Exception($"sink {sink}: {cause.Message}", cause)
{
    public string Sink { get; } = sink;
}
