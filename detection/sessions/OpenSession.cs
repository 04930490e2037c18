using System.Numerics;
using Engine.Detection.Endpoints;
using Engine.Detection.Sketches;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Sessions;

/// <summary>An actor's session while it runs.</summary>
internal sealed class OpenSession(ulong id, string environment, long startTicks)
{
    /// <summary>Operations kept, newest last; repeated ones collapse to one.</summary>
    public const int MostOperations = 64;

    /// <summary>Cap on sums of bytes: logs may claim any number, and sums of it must not overflow.</summary>
    private const long MostBytes = 1L << 60;

    /// <summary>A ring once it is as long as it gets.</summary>
    private Endpoint[] _operations = new Endpoint[4];
    private readonly string _environment = environment;
    private int _count, _next, _failures;
    private DistinctSet _endpoints;
    private long _requestBytes, _responseBytes;

    public ulong Id { get; } = id;
    public long StartTicks { get; private set; } = startTicks;
    public long LastTicks { get; private set; } = startTicks;
    public int Calls { get; private set; }

    public void Add(EnrichedEvent call, long ticks)
    {
        Calls++;
        LastTicks = Math.Max(LastTicks, ticks);
        // A call that is late beyond any gap counts, but does not stretch the session into the past.
        if (StartTicks - ticks <= SessionRules.GapTicks)
            StartTicks = Math.Min(StartTicks, ticks);
        _requestBytes = Sum(_requestBytes, call.Call.RequestBytes);
        _responseBytes = Sum(_responseBytes, call.Call.ResponseBytes);
        if (call.Call.Status >= 400)
            _failures++;
        Append(call.Endpoint);
    }

    /// <summary>Endpoints became part of others. How many different ones there were is still told by what they were.</summary>
    public void Follow(EndpointSuccessors successors)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var operation = ref _operations[(_next + _operations.Length - _count + i) % _operations.Length];
            if (successors.TryFollow(operation, out var successor))
                operation = successor;
        }
    }

    public Session End(Actor actor, SessionEnd why) => new()
    {
        Id = Id,
        Actor = actor,
        Environment = _environment,
        Start = new DateTimeOffset(StartTicks, TimeSpan.Zero),
        End = new DateTimeOffset(LastTicks, TimeSpan.Zero),
        Calls = Calls,
        Failures = _failures,
        RequestBytes = _requestBytes,
        ResponseBytes = _responseBytes,
        DistinctEndpoints = _endpoints.Count,
        Operations = Operations(),
        EndedBy = why,
    };

    private static long Sum(long sum, long? bytes) => Math.Min(MostBytes, sum + Math.Clamp(bytes ?? 0, 0, MostBytes));

    private void Append(Endpoint endpoint)
    {
        if (_count > 0 && endpoint.Equals(_operations[(_next == 0 ? _operations.Length : _next) - 1]))
            return;
        _endpoints.Add(endpoint.Id);
        if (_count == _operations.Length && _count < MostOperations)
        {
            Array.Resize(ref _operations, _count * 2);
            _next = _count;
        }

        _operations[_next] = endpoint;
        _next = _next + 1 == _operations.Length ? 0 : _next + 1;
        _count = Math.Min(_count + 1, _operations.Length);
    }

    private string[] Operations()
    {
        var names = new string[_count];
        for (var i = 0; i < _count; i++)
            names[i] = OperationAt(i).Operation;
        return names;
    }

    /// <summary>0 is the oldest one kept.</summary>
    private Endpoint OperationAt(int index) => _operations[(_next + _operations.Length - _count + index) % _operations.Length];

    /// <param name="writer">Where to.</param>
    /// <param name="session">What.</param>
    /// <param name="known">Endpoints that were saved with its actor already: mostly all of a session's, so they are named by their place.</param>
    public static void Save(ref MessagePackWriter writer, OpenSession session, ReadOnlySpan<EndpointSlot> known)
    {
        writer.WriteUInt64(session.Id);
        writer.Write(session._environment);
        writer.Write(session.StartTicks);
        writer.Write(session.LastTicks);
        writer.Write(session.Calls);
        writer.Write(session._failures);
        writer.Write(session._requestBytes);
        writer.Write(session._responseBytes);
        DistinctSet.Save(ref writer, session._endpoints);
        writer.WriteArrayHeader(session._count);
        for (var i = 0; i < session._count; i++)
            SaveOperation(ref writer, session.OperationAt(i), known);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static OpenSession Load(ref MessagePackReader reader, ReadOnlySpan<EndpointSlot> known, SharedNames names)
    {
        var id = reader.ReadUInt64();
        var environment = names.ReadText(ref reader);
        var session = new OpenSession(id, environment, reader.ReadTicks())
        {
            LastTicks = reader.ReadTicks(),
            Calls = reader.ReadAmount(),
            _failures = reader.ReadAmount(),
            _requestBytes = reader.ReadInt64(),
            _responseBytes = reader.ReadInt64(),
            _endpoints = DistinctSet.Load(ref reader),
        };
        session._count = reader.ReadCount(MostOperations);
        session._operations = new Endpoint[Math.Max(session._operations.Length, (int)BitOperations.RoundUpToPowerOf2((uint)session._count))];
        for (var i = 0; i < session._count; i++)
            session._operations[i] = LoadOperation(ref reader, known, names);
        session._next = session._count == session._operations.Length ? 0 : session._count;
        return session;
    }

    private static void SaveOperation(ref MessagePackWriter writer, Endpoint operation, ReadOnlySpan<EndpointSlot> known)
    {
        for (var i = 0; i < known.Length; i++)
        {
            if (!known[i].Activity.Endpoint.Equals(operation))
                continue;
            writer.Write(i);
            return;
        }

        writer.WriteEndpoint(operation);
    }

    private static Endpoint LoadOperation(ref MessagePackReader reader, ReadOnlySpan<EndpointSlot> known, SharedNames names)
    {
        if (reader.NextMessagePackType != MessagePackType.Integer)
            return names.ReadEndpoint(ref reader);
        var place = reader.ReadAmount();
        return place < known.Length ? known[place].Activity.Endpoint : throw new InvalidDataException("an operation names no endpoint");
    }
}
