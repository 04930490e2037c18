namespace Engine.Enrichment.Endpoints;

/// <summary>One segment of a path.</summary>
/// <param name="plain">Decoded.</param>
/// <param name="start">First character in the path.</param>
/// <param name="length">Characters in the path.</param>
/// <param name="kind">What it looks like.</param>
/// <param name="isSecret">Personal data, or a one-time secret.</param>
internal readonly ref struct PathSegment(ReadOnlySpan<char> plain, int start, int length, SegmentKind kind, bool isSecret)
{
    public ReadOnlySpan<char> Plain { get; } = plain;
    public int Start { get; } = start;
    public int Length { get; } = length;
    public SegmentKind Kind { get; } = kind;
    public bool IsSecret { get; } = isSecret;
}
