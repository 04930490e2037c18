using System.Globalization;
using Engine.Schemas;
using Microsoft.OpenApi;

namespace Engine.App.Documents;

/// <summary>The parameters that a document states for an operation: those of path, query and header, and the fields of its body.</summary>
internal static class DocumentParameters
{
    private const int Most = 64, Deepest = 4;

    public static IReadOnlyList<EndpointParameter> Of(IOpenApiPathItem item, OpenApiOperation operation)
    {
        var parameters = new List<EndpointParameter>();
        foreach (var stated in (operation.Parameters ?? []).Concat(item.Parameters ?? []))
        {
            if (stated.Name is not { } name || PlaceOf(stated.In) is not { } place || parameters.Exists(known => known.Name == name && known.Place == place))
                continue;
            Add(parameters, Describe(name, place, stated.Schema, stated.Required));
        }

        foreach (var content in operation.RequestBody?.Content?.Values.Take(1) ?? [])
            AddFields(parameters, content.Schema, Deepest);
        return parameters;
    }

    // Where a schema is put together of others, each may be put together of others again, and of itself.
    private static void AddFields(List<EndpointParameter> parameters, IOpenApiSchema? schema, int levels)
    {
        if (schema is null || levels == 0)
            return;
        foreach (var (name, field) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            Add(parameters, Describe(name, ParameterPlace.Body, field, schema.Required?.Contains(name) == true));
        foreach (var part in schema.AllOf ?? [])
        {
            if (parameters.Count < Most)
                AddFields(parameters, part, levels - 1);
        }
    }

    private static void Add(List<EndpointParameter> parameters, EndpointParameter parameter)
    {
        if (parameters.Count < Most)
            parameters.Add(parameter);
    }

    private static EndpointParameter Describe(string name, ParameterPlace place, IOpenApiSchema? schema, bool isRequired) =>
        new(name, place, TypeOf(schema?.Type), schema?.Format, isRequired)
        {
            Least = Number(schema?.Minimum) ?? schema?.MinLength,
            Most = Number(schema?.Maximum) ?? schema?.MaxLength,
        };

    private static ParameterPlace? PlaceOf(ParameterLocation? location) => location switch
    {
        ParameterLocation.Path => ParameterPlace.Path,
        ParameterLocation.Query => ParameterPlace.Query,
        ParameterLocation.Header => ParameterPlace.Header,
        _ => null,
    };

    private static ParameterType TypeOf(JsonSchemaType? type) => (type & ~JsonSchemaType.Null) switch
    {
        null or 0 => ParameterType.Unknown,
        JsonSchemaType.String => ParameterType.Text,
        JsonSchemaType.Integer => ParameterType.Integer,
        JsonSchemaType.Number => ParameterType.Number,
        JsonSchemaType.Boolean => ParameterType.Boolean,
        JsonSchemaType.Array => ParameterType.Array,
        JsonSchemaType.Object => ParameterType.Object,
        _ => ParameterType.Mixed,
    };

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
