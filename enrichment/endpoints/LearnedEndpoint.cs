using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>An endpoint and what the traffic has shown about it so far.</summary>
internal sealed class LearnedEndpoint(Endpoint endpoint, bool isKnown)
{
    private LearnedEndpoint? _successor;

    public Endpoint Endpoint { get; } = endpoint;
    public EndpointRole Role { get; } = EndpointRoles.Of(endpoint.Method, endpoint.Template);
    public EndpointAccess Access { get; private set; } = new();

    /// <summary>True once the server has shown that it knows it. One way: an endpoint that is switched off stays known.</summary>
    public bool IsKnown { get; private set; } = isKnown;

    /// <summary>Itself, or the endpoint that it became part of.</summary>
    public LearnedEndpoint Current
    {
        get
        {
            var current = this;
            while (current._successor is { } next)
                current = next;
            return current;
        }
    }

    public void Confirm() => IsKnown = true;

    /// <summary>Several endpoints turned out to be one: <paramref name="part"/> lives on in this one.</summary>
    public void Absorb(LearnedEndpoint part)
    {
        part._successor = this;
        IsKnown |= part.IsKnown;
        Access = EndpointAccess.Union(Access, part.Access);
    }
}
