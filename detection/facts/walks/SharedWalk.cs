using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts.Walks;

/// <summary>
/// What many actors ask one endpoint for, this hour and the one before: who asked for ids that were unusual for it, and how far the ids
/// reached before. Bounded: of too many visitors the longest quiet is forgotten.
/// </summary>
internal sealed class SharedWalk(Endpoint endpoint, string environment, string sourceFormat)
{
    /// <summary>Places looked at closely in one second; more wait until they are touched again.</summary>
    private const int MostPlaces = 16;

    /// <summary>Ids that lie together: one place.</summary>
    public const int PlaceBits = 11;

    /// <summary>Saved values: one array, so that they can be passed over.</summary>
    private const int Fields = 9 + IdFrontier.Fields;

    private readonly WalkVisitors _visitors = new();
    private readonly List<long> _places = [];
    private int _hour, _order;

    public Endpoint Endpoint { get; private set; } = endpoint;
    public string Environment { get; } = environment;
    public string SourceFormat { get; } = sourceFormat;

    /// <summary>What is learned of the endpoint over everyone.</summary>
    public BaselineKey Key => new(Endpoint.Id, null, Environment, SourceFormat);
    public IdFrontier Frontier { get; private init; } = new();

    /// <summary>In no order.</summary>
    public IReadOnlyCollection<WalkVisitor> Visitors => _visitors.All;

    /// <summary>Where actors with several unusual ids asked in this second: an id of each place.</summary>
    public IReadOnlyList<long> Places => _places;

    /// <summary>Ids remembered.</summary>
    public int Size { get; private set; }

    /// <summary>Actors forgotten within the look-back because there were too many.</summary>
    public long Forgotten { get; private set; }

    /// <param name="fact">One id.</param>
    /// <param name="enough">Ids from which an actor is worth a closer look.</param>
    public void Visit(in Fact fact, int enough)
    {
        var hour = (int)(fact.Ticks / TimeSpan.TicksPerHour);
        if (hour > _hour)
            Roll(hour);
        if (hour < _hour - 1)
            return;
        if (fact.Outcome == FactOutcome.Succeeded)
            Frontier.See(fact.Value);

        // Newer than all that was known: an owner looks at what was just made, unless it is not there.
        var isNew = fact.Outcome != FactOutcome.Refused && !(fact.Value <= Frontier.Highest);
        if (!fact.IsUnusual || (isNew && Frontier.IsKnown))
            return;
        if (!_visitors.TryGet(fact.Actor, out var visitor))
            visitor = Welcome(fact.Actor, fact.Ticks);
        Size -= visitor.Ids.Count;
        visitor.Visit(fact, ++_order, isNew);
        Size += visitor.Ids.Count;
        if (visitor.Ids.Count >= enough)
            LookAt(fact.Value);
    }

    public void ClearPlaces() => _places.Clear();

    /// <summary>The key of what its endpoint has become; null where it is what it was.</summary>
    public FactKey? Leads(EndpointSuccessors successors) =>
        successors.TryFollow(Endpoint, out var successor) ? FactKey.OfEndpoint(successor, Environment, SourceFormat) : null;

    public SharedWalk MovedTo(EndpointSuccessors successors)
    {
        if (successors.TryFollow(Endpoint, out var successor))
            Endpoint = successor;
        return this;
    }

    /// <summary>Another endpoint turned out to be this one: what was asked there was asked here.</summary>
    public void Absorb(SharedWalk other)
    {
        if (_hour < other._hour)
            Roll(other._hour);
        else if (other._hour < _hour)
            other.Roll(_hour);
        Frontier.Absorb(other.Frontier);
        foreach (var theirs in other._visitors.All.OrderBy(visitor => (visitor.LastTicks, visitor.Actor.Hash)))
        {
            if (!_visitors.TryGet(theirs.Actor, out var visitor))
                visitor = Welcome(theirs.Actor, theirs.LastTicks);
            Size -= visitor.Ids.Count;
            visitor.Absorb(theirs, _order);
            Size += visitor.Ids.Count;
        }

        _order += other._order;
        Forgotten += other.Forgotten;
    }

    public static void Save(ref MessagePackWriter writer, SharedWalk walk)
    {
        writer.WriteArrayHeader(Fields);
        writer.WriteEndpoint(walk.Endpoint);
        writer.Write(walk.Environment);
        writer.Write(walk.SourceFormat);
        writer.Write(walk._hour);
        writer.Write(walk._order);
        writer.Write(walk.Forgotten);
        IdFrontier.Save(ref writer, walk.Frontier);
        writer.WriteArrayHeader(walk._visitors.Count);
        foreach (var visitor in walk._visitors.All.OrderBy(visitor => visitor.Actor.Hash))
            WalkVisitor.Save(ref writer, visitor);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static SharedWalk Load(ref MessagePackReader reader)
    {
        reader.ReadFields(Fields);
        var (endpoint, environment, format) = (reader.ReadEndpoint(), reader.ReadString() ?? "", reader.ReadString() ?? "");
        var (hour, order, forgotten) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64());
        var walk = new SharedWalk(endpoint, environment, format) { _hour = hour, _order = order, Forgotten = forgotten, Frontier = IdFrontier.Load(ref reader) };
        for (var left = reader.ReadCount(WalkVisitors.Most); left > 0; left--)
        {
            var visitor = WalkVisitor.Load(ref reader);
            walk._visitors.Add(visitor);
            walk.Size += visitor.Ids.Count;
        }

        return walk;
    }

    private void Roll(int hour)
    {
        Frontier.Roll(isNext: hour == _hour + 1);
        _hour = hour;
        Size = 0;
        foreach (var visitor in _visitors.All)
        {
            visitor.ForgetBefore(hour - 1);
            Size += visitor.Ids.Count;
        }

        _visitors.ForgetIdle();
    }

    private WalkVisitor Welcome(Actor actor, long ticks)
    {
        var visitor = _visitors.ForgetIfFull();
        if (visitor is null)
        {
            visitor = new WalkVisitor(actor);
        }
        else
        {
            Size -= visitor.Ids.Count;
            Forgotten++;
            visitor.Become(actor);
        }

        visitor.LastTicks = ticks;
        _visitors.Add(visitor);
        return visitor;
    }

    private void LookAt(long id)
    {
        for (var i = 0; i < _places.Count; i++)
        {
            if (_places[i] >> PlaceBits == id >> PlaceBits)
                return;
        }

        if (_places.Count < MostPlaces)
            _places.Add(id);
    }
}
