using System.Net;
using BenchmarkDotNet.Attributes;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Benchmarks.Sinks;

/// <summary>What a stored call costs before it is sent: the budget for all of it is 2 µs.</summary>
[MemoryDiagnoser]
public class EventRowBenchmark
{
    private const int Rows = 20_000;
    private readonly RowBlock block = new();
    private readonly EnrichedEvent[] calls = [.. Enumerable.Range(0, Rows).Select(Call)];

    [Benchmark(OperationsPerInvoke = Rows)]
    public int Encode()
    {
        block.Clear();
        for (var i = 0; i < calls.Length; i++)
            EventRow.Write(block, calls[i], new Placement(i % Actor.ShardCount, i, 42), "run");
        return block.Length;
    }

    private static EnrichedEvent Call(int i)
    {
        var position = new SourcePosition("access.log", 0, i * 230L, 0);
        var at = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(3 * i);
        var address = new IPAddress([10, 0, (byte)(i / 250 % 250), (byte)(i % 250)]);
        return new EnrichedEvent
        {
            Call = new ApiEvent
            {
                Id = EventId.At(position),
                Position = position,
                At = at,
                Method = "GET",
                Path = $"/v1/orders/{100_000 + i}",
                Query = i % 3 == 0 ? "page=2&sort=asc" : null,
                Protocol = "HTTP/1.1",
                UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36",
                Referer = "https://www.example.com/start",
                Status = 200,
                ResponseBytes = 512,
                PeerAddress = address,
                SourceFormat = "combined",
            },
            Tick = at,
            Actor = new Actor(new ActorKey(ActorKind.Address, $"{address}|7f3a2b1c")),
            Endpoint = new Endpoint("shop", "GET", "/v1/orders/{id}"),
            Objects = [new ObjectRef("id", ObjectPlace.Path, $"{100_000 + i}", 100_000 + i)],
            ClientAddress = address,
        };
    }
}
