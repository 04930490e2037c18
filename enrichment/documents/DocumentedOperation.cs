using Engine.Enrichment.Parameters;
using Engine.Schemas;

namespace Engine.Enrichment.Documents;

/// <summary>One operation of an API document.</summary>
/// <param name="method">Upper case.</param>
/// <param name="path">Whole path with its parameters, as the document writes them: <c>/v1/orders/{order_id}</c>.</param>
public sealed class DocumentedOperation(string method, string path)
{
    public string Method { get; } = method;
    public bool IsDeprecated { get; init; }

    /// <summary>Of path, query and header, and the fields of its body.</summary>
    public IReadOnlyList<EndpointParameter> Parameters { get; init; } = [];

    /// <summary>Null where the path is none of an API.</summary>
    internal PathPattern? Path { get; } = PathPattern.TryParse(path);

    internal EndpointStanding Standing => IsDeprecated ? EndpointStanding.Deprecated : EndpointStanding.Documented;

    /// <summary>What the names of its parameters say about what it is for.</summary>
    internal RoleHints Hints
    {
        get
        {
            var hints = RoleHints.None;
            foreach (var parameter in Parameters)
                hints |= HintNames.Of(parameter.Name);
            return hints;
        }
    }

    /// <summary>Where the name of the user stands; null where no parameter is called so.</summary>
    internal ParameterSpot? User => Parameters
        .Where(parameter => parameter.Place is ParameterPlace.Body or ParameterPlace.Query && (HintNames.Of(parameter.Name) & RoleHints.UserName) != 0)
        .OrderByDescending(parameter => parameter.Place == ParameterPlace.Body)
        .Select(parameter => new ParameterSpot(parameter.Place, parameter.Name)).FirstOrDefault();
}
