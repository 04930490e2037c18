using System.Buffers.Binary;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Endpoints;

/// <summary>Moves of endpoints as they are recorded, so that a replay of stored calls follows them at the same place.</summary>
internal static class RecordedMoves
{
    /// <param name="moves">What became what.</param>
    /// <param name="sequence">Arrival number of the first call that sees it so.</param>
    /// <param name="at">Logical time of that call.</param>
    public static ControlEntry Write(EndpointMoves moves, long sequence, DateTimeOffset at)
    {
        var state = new StateBuffer();
        Span<byte> key = stackalloc byte[sizeof(int)];
        for (var i = 0; i < moves.All.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(key, i);
            state.Put(StateSection.Successors, key, moves.All[i], EndpointSuccessors.Save);
        }

        return new ControlEntry
        {
            Kind = ControlKind.Endpoints,
            Subject = "endpoints",
            Version = moves.Version,
            Sequence = sequence,
            At = at,
            State = state.Written.ToArray(),
        };
    }

    /// <exception cref="InvalidDataException">It is no record of moves.</exception>
    public static List<EndpointMove> Read(ControlEntry entry)
    {
        var moves = new List<EndpointMove>();
        var rest = entry.State;
        while (StateBuffer.TryRead(ref rest, out var read))
        {
            if (read is not { Section: StateSection.Successors, Value: { } value })
                throw new InvalidDataException($"section {read.Section} is no move of an endpoint");
            var reader = new MessagePackReader(value);
            moves.Add(EndpointSuccessors.Load(ref reader));
        }

        return moves;
    }
}
