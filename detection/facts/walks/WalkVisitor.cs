using Engine.Detection.Signals;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts.Walks;

/// <summary>An actor that asked an endpoint for unusual ids within the look-back. Bounded: of many ids the latest stay.</summary>
internal sealed class WalkVisitor(Actor actor)
{
    /// <summary>Far more is one actor's own walk, which other detectors see.</summary>
    public const int MostIds = 64;

    private const int SampleFrom = 3;

    /// <summary>Saved values of a visitor and of an id.</summary>
    private const int Fields = 9, IdFields = 5;

    public Actor Actor { get; private set; } = actor;

    /// <summary>Most of those who come ask for one or two.</summary>
    public List<VisitedId> Ids { get; } = new(2);

    /// <summary>Latest calls, once there are enough ids to wonder.</summary>
    public EventSample? Events { get; private set; }
    public Alarm Alarm;

    /// <summary>First and latest of the ids, event time (UTC ticks).</summary>
    public long FirstTicks, LastTicks;

    /// <summary>Distinct ids that it asked the endpoint for in its look-back, unusual or not.</summary>
    public int Asked;

    /// <summary>Forgets everything and stands for another actor: at a busy endpoint each newcomer takes the place of one who is forgotten.</summary>
    public void Become(Actor other)
    {
        Ids.Clear();
        (Actor, Events, Alarm, FirstTicks, LastTicks, Asked) = (other, null, default, 0, 0, 0);
    }

    public void Visit(in Fact fact, int order, bool isNew)
    {
        if (Ids.Count == 0)
            FirstTicks = fact.Ticks;
        (LastTicks, Asked) = (Math.Max(LastTicks, fact.Ticks), fact.Count);
        var known = PlaceOf(fact.Value);
        if (known >= 0)
            Ids.RemoveAt(known);
        else if (Ids.Count == MostIds)
            Ids.RemoveAt(0);
        Ids.Add(new VisitedId(fact.Value, (int)(fact.Ticks / TimeSpan.TicksPerHour), order, fact.Outcome == FactOutcome.Refused, isNew));
        if (Ids.Count >= SampleFrom)
            (Events ??= new EventSample()).Add(fact.Event);
    }

    /// <summary>What it asked another endpoint for was asked of this one.</summary>
    /// <param name="other">The same actor there.</param>
    /// <param name="after">Place behind which theirs come in the order of unusual ids.</param>
    public void Absorb(WalkVisitor other, int after)
    {
        if (other.Ids.Count > 0)
            FirstTicks = Ids.Count == 0 ? other.FirstTicks : Math.Min(FirstTicks, other.FirstTicks);
        (LastTicks, Asked) = (Math.Max(LastTicks, other.LastTicks), Asked + other.Asked);
        foreach (var visited in other.Ids)
        {
            if (PlaceOf(visited.Id) < 0)
                Ids.Add(visited with { Order = after + visited.Order });
        }

        if (Ids.Count > MostIds)
            Ids.RemoveRange(0, Ids.Count - MostIds);
        Events ??= other.Events;
        Alarm.Absorb(other.Alarm);
    }

    /// <summary>Forgets what was asked for before an hour.</summary>
    public void ForgetBefore(int hour) => Ids.RemoveAll(visited => visited.Hour < hour);

    public static void Save(ref MessagePackWriter writer, WalkVisitor visitor)
    {
        writer.WriteArrayHeader(Fields);
        writer.WriteActor(visitor.Actor);
        writer.Write(visitor.FirstTicks);
        writer.Write(visitor.LastTicks);
        writer.Write(visitor.Asked);
        Alarm.Save(ref writer, visitor.Alarm);
        if (visitor.Events is { } events)
            EventSample.Save(ref writer, events);
        else
            writer.WriteNil();
        writer.WriteArrayHeader(visitor.Ids.Count * IdFields);
        foreach (var visited in visitor.Ids)
        {
            writer.Write(visited.Id);
            writer.Write(visited.Hour);
            writer.Write(visited.Order);
            writer.Write(visited.IsRefused);
            writer.Write(visited.IsNew);
        }
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static WalkVisitor Load(ref MessagePackReader reader)
    {
        reader.ReadFields(Fields);
        var actor = reader.ReadActor();
        var (first, last, asked) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
        var alarm = Alarm.Load(ref reader);
        var visitor = new WalkVisitor(actor) { Events = reader.TryReadNil() ? null : EventSample.Load(ref reader), Alarm = alarm, FirstTicks = first, LastTicks = last, Asked = asked };
        for (var left = reader.ReadCount(MostIds * IdFields) / IdFields; left > 0; left--)
            visitor.Ids.Add(new VisitedId(reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean()));
        return visitor;
    }

    private int PlaceOf(long id)
    {
        for (var i = 0; i < Ids.Count; i++)
        {
            if (Ids[i].Id == id)
                return i;
        }

        return -1;
    }
}
