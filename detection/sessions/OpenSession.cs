using Engine.Schemas;

namespace Engine.Detection.Sessions;

/// <summary>An actor's session while it runs.</summary>
internal sealed class OpenSession(ulong id, string environment, long startTicks)
{
    /// <summary>Operations kept, newest last; repeated ones collapse to one.</summary>
    private const int MostOperations = 64;

    private Endpoint[] _operations = new Endpoint[4];
    private int _count, _next, _distinct;

    public ulong Id { get; } = id;
    public long StartTicks { get; private set; } = startTicks;
    public long LastTicks { get; private set; } = startTicks;
    public long Calls { get; private set; }
    private long _failures, _requestBytes, _responseBytes;

    public void Add(EnrichedEvent call, long ticks)
    {
        Calls++;
        LastTicks = Math.Max(LastTicks, ticks);
        StartTicks = Math.Min(StartTicks, ticks);
        _requestBytes += Math.Max(0, call.Call.RequestBytes ?? 0);
        _responseBytes += Math.Max(0, call.Call.ResponseBytes ?? 0);
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
        DistinctEndpoints = _distinct,
        Operations = Operations(),
        EndedBy = why,
    };

    private void Append(Endpoint endpoint)
    {
        if (_count > 0 && ReferenceEquals(_operations[(_next + _operations.Length - 1) % _operations.Length], endpoint))
            return;
        if (Array.IndexOf(_operations, endpoint, 0, Math.Min(_count, _operations.Length)) < 0)
            _distinct++;
        if (_count == _operations.Length && _count < MostOperations)
        {
            Array.Resize(ref _operations, _count * 2);
            _next = _count;
        }

        _operations[_next] = endpoint;
        _next = (_next + 1) % _operations.Length;
        _count = Math.Min(_count + 1, _operations.Length);
    }

    private List<string> Operations()
    {
        var names = new List<string>(_count);
        for (var i = 0; i < _count; i++)
        {
            var operation = _operations[(_next + _operations.Length - _count + i) % _operations.Length];
            names.Add($"{operation.Method} {operation.Template}");
        }

        return names;
    }
}
