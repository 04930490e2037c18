namespace Engine.Tests.Ingest.Samples;

/// <summary>A theory about <see cref="SampleData"/>: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampleTheoryAttribute : TheoryAttribute
{
    public SampleTheoryAttribute() => Skip = SampleData.WhyNot;
}
