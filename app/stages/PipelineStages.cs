namespace Engine.App.Stages;

/// <summary>The four stages between a source and "safe", each wrapping the pure code of its room; and how many batches are parsed at once.</summary>
internal sealed record PipelineStages(int Parallelism, DecodeStage Decode, EnrichStage Enrich, DetectStage Detect, DeliverStage Deliver)
{
    /// <summary>After so long without input, stages get an empty batch; null: only input moves them.</summary>
    public TimeSpan? IdleAfter { get; init; }
}
