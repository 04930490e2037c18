using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>An endpoint and what the traffic has shown about it so far.</summary>
internal sealed class LearnedEndpoint : Saved
{
    public LearnedEndpoint(ServiceEndpoints service, string method, string template, Origin origin)
        : base(service.Ledger)
    {
        Service = service;
        Number = service.Endpoints.Count;
        Endpoint = new Endpoint(service.Name, method, template);
        From = origin;
        Role = EndpointRoles.Of(method, template);
        // A gateway reports the routes that it knows.
        IsKnown = origin == Origin.Route;
        Access = new EndpointAccess(this);
    }

    /// <summary>As it was saved; its successor is tied later.</summary>
    public LearnedEndpoint(ServiceEndpoints service, in Snapshot saved)
        : this(service, saved.Method, saved.Template, saved.From)
    {
        IsKnown = saved.IsKnown;
        Access = new EndpointAccess(this, saved.Access);
    }

    /// <summary>What an endpoint was made for.</summary>
    public enum Origin { Path, Route, Overflow }

    public ServiceEndpoints Service { get; }

    /// <summary>Its place among the service's endpoints.</summary>
    public int Number { get; }
    public Endpoint Endpoint { get; }
    public Origin From { get; }
    public EndpointRole Role { get; }
    public EndpointAccess Access { get; }

    /// <summary>True once the server has shown that it knows it. One way: an endpoint that is switched off stays known.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>What it became part of; null while it is itself.</summary>
    public LearnedEndpoint? Successor { get; private set; }

    /// <summary>Number of its move to the successor among all moves; -1 before.</summary>
    public int Move { get; private set; } = -1;

    /// <summary>Itself, or the endpoint that it became part of.</summary>
    public LearnedEndpoint Current
    {
        get
        {
            var current = this;
            while (current.Successor is { } next)
                current = next;
            return current;
        }
    }

    public void Confirm()
    {
        if (IsKnown)
            return;
        Changing();
        IsKnown = true;
    }

    /// <summary>Several endpoints turned out to be one: <paramref name="part"/> lives on in this one.</summary>
    public void Absorb(LearnedEndpoint part, int move)
    {
        part.Changing();
        part.TieTo(this, move);
        if (part.IsKnown)
            Confirm();
        Access.Absorb(part.Access);
    }

    public void TieTo(LearnedEndpoint successor, int move)
    {
        Successor = successor;
        Move = move;
    }

    protected override StateSection Section => StateSection.Services;

    protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => new PartKey(TemplatePart.Endpoint, Service.Number, (ulong)Number).Write(room);

    protected override void Save(ref MessagePackWriter writer)
    {
        writer.Write(Endpoint.Method);
        writer.Write(Endpoint.Template);
        writer.Write((int)From);
        writer.Write(IsKnown);
        writer.Write(Successor?.Number ?? -1);
        writer.Write(Move);
        EndpointAccess.Save(ref writer, Access);
    }

    public static Snapshot Load(ref MessagePackReader reader) => new(
        reader.ReadString() ?? "", reader.ReadString() ?? "", (Origin)reader.ReadInt32(), reader.ReadBoolean(), reader.ReadInt32(), reader.ReadInt32(),
        EndpointAccess.Load(ref reader));

    /// <summary>As it was saved.</summary>
    internal readonly record struct Snapshot(
        string Method, string Template, Origin From, bool IsKnown, int Successor, int Move, List<EndpointAccess.OfFormat>? Access);
}
