namespace Engine.Schemas;

/// <summary>A parameter of an endpoint, as a document states it or as the traffic shows it.</summary>
/// <param name="Name">Its name; of a field in an object <c>order.id</c>.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Format">What they look like: <c>uuid</c>, <c>email</c>, <c>date</c>; null where nothing is known.</param>
/// <param name="IsRequired">A call without it is refused, or was never seen accepted.</param>
public sealed record EndpointParameter(string Name, ParameterPlace Place, ParameterType Type, string? Format, bool IsRequired)
{
    /// <summary>Smallest and largest number, or shortest and longest text; null where nothing is known.</summary>
    public double? Least { get; init; }

    /// <inheritdoc cref="Least"/>
    public double? Most { get; init; }

    /// <summary>It names an object.</summary>
    public bool IsObject { get; init; }
}
