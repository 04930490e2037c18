using System.Diagnostics.CodeAnalysis;
using Engine.Enrichment.Parameters;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Gathers the saved parts of the templates and ties them together once all are there, since they come in any order. Nothing in them is
/// believed: what would make a loop, or two of one, is refused.
/// </summary>
internal sealed class RestoredTemplates
{
    private readonly SortedDictionary<PartKey, ServiceEndpoints.Snapshot> _services = [];
    private readonly SortedDictionary<PartKey, int> _shares = [];
    private readonly SortedDictionary<PartKey, LearnedEndpoint.Snapshot> _endpoints = [];
    private readonly SortedDictionary<PartKey, SavedNode> _positions = [];
    private readonly SortedDictionary<PartKey, int> _parameterShares = [];
    private readonly SortedDictionary<PartKey, Newcomers.Entry[]> _newcomers = [];
    private readonly SortedDictionary<PartKey, ParameterSchema.Snapshot> _parameters = [];

    private delegate T Load<out T>(ref MessagePackReader reader);

    /// <exception cref="InvalidDataException">It is no part of the templates.</exception>
    public void Take(in StateEntry entry)
    {
        var key = PartKey.Read(entry.Key.Span);
        switch (key.Part)
        {
            case TemplatePart.Service:
                Take(_services, key, entry, ServiceEndpoints.Load);
                break;
            case TemplatePart.Share:
                Take(_shares, key, entry, Allowance.Load);
                break;
            case TemplatePart.Endpoint:
                Take(_endpoints, key, entry, LearnedEndpoint.Load);
                break;
            case TemplatePart.Position:
                Take(_positions, key, entry, SavedNode.Load);
                break;
            case TemplatePart.Parameters:
                Take(_parameters, key, entry, ParameterSchema.Load);
                break;
            case TemplatePart.Newcomers:
                Take(_newcomers, key, entry, Newcomers.Load);
                break;
            case TemplatePart.ParameterShare:
                Take(_parameterShares, key, entry, Allowance.Load);
                break;
            default:
                throw new InvalidDataException($"templates have no part {(byte)key.Part}");
        }
    }

    /// <summary>Hands everything over.</summary>
    /// <exception cref="InvalidDataException">The parts do not belong together.</exception>
    public void Complete(PathTemplates templates, int version)
    {
        foreach (var (key, service) in _services)
        {
            Require(key == new PartKey(TemplatePart.Service, templates.Services.All.Count, 0), "a service is missing");
            templates.Services.Restore(service);
        }

        foreach (var (key, taken) in _shares)
            (key.Service == PartKey.NoService ? templates.Services.Room : Service(templates, key).Positions).Restore(key.Number, taken);
        foreach (var (key, taken) in _parameterShares)
            Service(templates, key).Parameters.Restore(key.Number, taken);
        foreach (var (key, endpoint) in _endpoints)
        {
            var service = Service(templates, key);
            Require(key.Number == (ulong)service.Endpoints.Count, "an endpoint is missing");
            service.Restore(endpoint);
        }

        foreach (var (key, parameters) in _parameters)
            EndpointOf(Service(templates, key), key.Number).Restore(parameters);
        foreach (var (key, clients) in _newcomers)
            templates.Newcomers.Restore(key.Number, clients);
        templates.Restore(version, TieMoves(templates));
        RestorePositions(templates);
    }

    public static void Require([DoesNotReturnIf(false)] bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidDataException(otherwise);
    }

    private static void Take<T>(SortedDictionary<PartKey, T> parts, PartKey key, in StateEntry entry, Load<T> load)
    {
        if (entry.Value is not { } value)
        {
            parts.Remove(key);
            return;
        }

        var reader = new MessagePackReader(value);
        parts[key] = load(ref reader);
    }

    private EndpointMove[] TieMoves(PathTemplates templates)
    {
        var moves = new SortedDictionary<int, EndpointMove>();
        foreach (var (key, saved) in _endpoints)
        {
            Require(saved.Successor < 0 == saved.Move < 0, "a move leads nowhere");
            if (saved.Successor < 0)
                continue;
            // Later moves lead on from earlier ones, never back: so no chain of them is a ring.
            var next = new PartKey(TemplatePart.Endpoint, key.Service, (ulong)saved.Successor);
            Require(_endpoints.TryGetValue(next, out var successor) && (successor.Move < 0 || successor.Move > saved.Move), "moves lead in a ring");
            var endpoints = Service(templates, key).Endpoints;
            endpoints[(int)key.Number].TieTo(endpoints[saved.Successor], saved.Move);
            Require(moves.TryAdd(saved.Move, new EndpointMove(endpoints[(int)key.Number].Endpoint, endpoints[saved.Successor].Endpoint)), "two moves are one");
        }

        Require(moves.Count == 0 || moves.Last().Key == moves.Count - 1, "a move is missing");
        return [.. moves.Values];
    }

    private void RestorePositions(PathTemplates templates)
    {
        var made = new List<(PathNode Node, SavedNode Saved)>();
        var byKey = new Dictionary<PartKey, (PathNode Node, int Depth)>();
        foreach (var (key, saved) in _positions)
        {
            Require(Enum.IsDefined(saved.Kind) && Enum.IsDefined(saved.Rank) && saved.Text.Length > 0, "a position is of no kind");
            Require(key.Number > 0, "a position has no number");
            (PathNode? Node, int Depth) parent = default;
            if (saved.Parent > 0)
            {
                // Parents are older than their children, so a missing one is also how a ring would show itself.
                Require(byKey.TryGetValue(key with { Number = saved.Parent }, out var found), "a position hangs in the air");
                parent = found;
            }

            Require(parent.Depth <= PathWalk.Deepest + 1, "a path is too deep");
            var node = Service(templates, key).Restore(key.Number, saved, parent.Node);
            byKey.Add(key, (node, parent.Depth + 1));
            made.Add((node, saved));
        }

        foreach (var (node, saved) in made)
            node.Restore(saved, [.. saved.Endpoints.Select(number => EndpointOf(node.Service, (ulong)number))]);
    }

    private static ServiceEndpoints Service(PathTemplates templates, PartKey key) =>
        templates.Services.At(key.Service) ?? throw new InvalidDataException("a part is of no service");

    private static LearnedEndpoint EndpointOf(ServiceEndpoints service, ulong number)
    {
        Require(number < (ulong)service.Endpoints.Count, "a part leads to no endpoint");
        return service.Endpoints[(int)number];
    }
}
