namespace Engine.Detection;

/// <summary>A line of the catalogue.</summary>
public sealed class DetectorEntry
{
    private readonly Func<DetectorOptions, IDetector> _create;

    private DetectorEntry(DetectorInfo info, DetectorOptions defaults, Func<DetectorOptions, IDetector> create)
    {
        Info = info;
        Defaults = defaults;
        _create = create;
    }

    public DetectorInfo Info { get; }

    /// <summary>Options with their defaults; their type is what the configuration binds to.</summary>
    public DetectorOptions Defaults { get; }

    internal static DetectorEntry Of<TOptions>(DetectorInfo info, Func<TOptions, IDetector> create)
        where TOptions : DetectorOptions, new() => new(info, new TOptions(), options => create((TOptions)options));

    internal IDetector Create(DetectorOptions? options) => _create(options ?? Defaults);
}
