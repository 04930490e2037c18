using Engine.Schemas;
using Engine.Sinks.Enforcement.Points;

namespace Engine.Sinks.Enforcement;

/// <summary>Every kind of enforcement point there is: one line each.</summary>
public static class PointCatalog
{
    public static IReadOnlyList<PointKind> All { get; } =
    [
        new(HaproxyMap.Description, typeof(HaproxyMap), HaproxyMap.Check, static (options, time) => new HaproxyMap(options, time)),
    ];

    /// <summary>Makes the point that the options describe; an unknown kind is a <see cref="UserError"/>.</summary>
    public static IEnforcementPoint Create(PointOptions options, TimeProvider time)
    {
        var kind = All.FirstOrDefault(kind => kind.Info.Kind == options.Kind) ?? throw new UserError(
            $"enforcement point {options.Name}: kind '{options.Kind}' is unknown; known are {string.Join(", ", All.Select(known => known.Info.Kind))}",
            isUsage: true);
        return kind.Create(options, time);
    }
}
