using Engine.Enrichment.Bodies;
using Engine.Enrichment.Secrets;
using Engine.Schemas;

namespace Engine.Enrichment.Parameters;

/// <summary>Where a value stands in the calls of an endpoint.</summary>
/// <param name="Place">Query or body.</param>
/// <param name="Name">Of a field in an object <c>user.email</c>.</param>
internal sealed record ParameterSpot(ParameterPlace Place, string Name)
{
    private const int LongestValue = 256;

    /// <param name="text"><c>body.user.email</c>, <c>query.user</c>.</param>
    /// <returns>Null where it is neither.</returns>
    public static ParameterSpot? TryParse(string text) => text switch
    {
        ['b', 'o', 'd', 'y', '.', _, ..] => new ParameterSpot(ParameterPlace.Body, text[5..]),
        ['q', 'u', 'e', 'r', 'y', '.', _, ..] => new ParameterSpot(ParameterPlace.Query, text[6..]),
        _ => null,
    };

    /// <returns>Null where the call does not have it, or it is no name of anybody.</returns>
    public string? Read(ApiEvent call) => Place == ParameterPlace.Query
        ? FromQuery(call.Query)
        : call.RequestBody is { } body && body.AsSpan().TrimStart() is ['{' or '[', ..] ? FromJson(body) : FromQuery(call.RequestBody);

    public override string ToString() => (Place == ParameterPlace.Body ? "body." : "query.") + Name;

    private string? FromQuery(string? query)
    {
        var position = 0;
        while (query is not null && QueryText.Next(query, ref position, out var name, out var start, out var length))
        {
            if (name.SequenceEqual(Name) && length is > 0 and <= LongestValue)
                return QueryText.Decode(query.AsSpan(start, length)).ToString();
        }

        return null;
    }

    private string? FromJson(string body)
    {
        var fields = new JsonFields(body);
        while (fields.Next())
        {
            if (fields.Kind is JsonFieldKind.Text or JsonFieldKind.Number && !fields.IsCut && fields.Value.Length is > 0 and <= LongestValue && IsNamed(fields))
                return JsonText.Unescape(fields.Value);
        }

        return null;
    }

    private bool IsNamed(in JsonFields field) => field.Parent.IsEmpty
        ? field.Name.SequenceEqual(Name)
        : Name.Length == field.Parent.Length + 1 + field.Name.Length && Name.AsSpan().StartsWith(field.Parent)
            && Name[field.Parent.Length] == '.' && Name.AsSpan().EndsWith(field.Name);
}
