namespace Engine.Tests.Ingest.Samples;

/// <summary>A fact about <see cref="SampleData"/>: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampleFactAttribute : FactAttribute
{
    public SampleFactAttribute() => Skip = SampleData.WhyNot;
}
