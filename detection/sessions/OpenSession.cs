using Engine.Detection.Sketches;
using Engine.Schemas;

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

    public Session End(Actor actor, SessionEnd why) => new()
    {
        Id = Id,
        Actor = actor,
        Environment = environment,
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
            names[i] = _operations[(_next + _operations.Length - _count + i) % _operations.Length].Operation;
        return names;
    }
}
