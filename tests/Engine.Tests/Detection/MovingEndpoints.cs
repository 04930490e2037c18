using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>What the endpoints of some traffic become in its course: words turn out to be names, and a document names what was learned.</summary>
internal sealed class MovingEndpoints(params IReadOnlyList<(int At, EndpointMoves Moves)> versions)
{
    private const string Host = "api.example.com";

    /// <summary>People who are called by name in paths.</summary>
    public static IReadOnlyList<Endpoint> People { get; } = [.. new[] { "ada", "bob", "eve", "ian", "kim", "leo" }.Select(name => new Endpoint(Host, "GET", "/v1/people/" + name))];

    private static readonly Endpoint s_anybody = new(Host, "GET", "/v1/people/{slug}"), s_person = new(Host, "GET", "/v1/people/{name}");

    /// <summary>Orders and people move early, people and invoices later once more.</summary>
    public static MovingEndpoints Of(Random random, int calls, Endpoint invoices) => new(
        (random.Next(calls / 4, calls / 2), new EndpointMoves(
            "paths-2", [.. People.Select(word => new EndpointMove(word, s_anybody)), new EndpointMove(Some.Orders, new Endpoint(Host, "GET", "/v1/orders/{order_id}"))])),
        (random.Next(calls * 3 / 4, calls), new EndpointMoves(
            "paths-3", [new EndpointMove(s_anybody, s_person), new EndpointMove(invoices, new Endpoint(invoices.Service, "GET", "/v1/invoices/{number}"))])));

    /// <summary>The call as it is when so many came before it.</summary>
    public EnrichedEvent Now(EnrichedEvent call, int position)
    {
        var endpoint = call.Endpoint;
        EndpointMoves? fresh = null;
        foreach (var (at, moves) in versions)
        {
            fresh = at == position ? moves : fresh;
            endpoint = at <= position ? moves.All.FirstOrDefault(move => move.From.Equals(endpoint))?.To ?? endpoint : endpoint;
        }

        var isNamed = People.Contains(call.Endpoint) && endpoint != call.Endpoint;
        return call with { Endpoint = endpoint, Moves = fresh, Objects = isNamed ? [Some.Object(call.Endpoint.Template.Split('/')[^1])] : call.Objects };
    }
}
