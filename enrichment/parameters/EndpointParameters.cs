using Engine.Enrichment.Endpoints;
using Engine.Enrichment.Secrets;
using Engine.Schemas;

namespace Engine.Enrichment.Parameters;

/// <summary>The parameters of an endpoint from all that speak of them: its document, its template, its traffic.</summary>
internal static class EndpointParameters
{
    public static IReadOnlyList<EndpointParameter> Of(LearnedEndpoint endpoint, ParameterNames names)
    {
        var all = new List<EndpointParameter>();
        foreach (var stated in endpoint.Documented?.Parameters ?? OfTemplate(endpoint.Endpoint.Template))
            all.Add(stated.Place == ParameterPlace.Path || IsObject(stated.Name, names) ? stated with { IsObject = true } : stated);
        foreach (var learned in endpoint.Parameters?.Describe() ?? [])
        {
            if (!all.Exists(known => known.Name == learned.Name && known.Place == learned.Place))
                all.Add(learned with { IsObject = IsObject(learned.Name, names) });
        }

        return all;
    }

    /// <summary>What stands in a learned template between words.</summary>
    private static IEnumerable<EndpointParameter> OfTemplate(string template)
    {
        foreach (var segment in template.Split('/'))
        {
            if (segment is not ['{', .. var name, '}'] || name is "*" or "any")
                continue;
            yield return new EndpointParameter(name, ParameterPlace.Path, name == "id" ? ParameterType.Integer : ParameterType.Text, name is "id" or "slug" ? null : name, IsRequired: true);
        }
    }

    private static bool IsObject(string name, ParameterNames names) => names.Of(name) is ParameterMeaning.Object or ParameterMeaning.Phone;
}
