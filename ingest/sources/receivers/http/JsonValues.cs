namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>Tells JSON that was cut off from JSON that is there to its end. Whether it is good JSON is the format's concern.</summary>
internal static class JsonValues
{
    private const byte Opens = (byte)'[', Closes = (byte)']';

    public static bool AreWhole(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var boundary = new JsonBoundary();
        var isInside = false;
        byte first = 0, last = 0;
        foreach (var piece in pieces)
        {
            var text = piece.Span.Trim(" \t\r\n"u8);
            if (text.IsEmpty)
                continue;
            first = first == 0 ? text[0] : first;
            last = text[^1];
            isInside = PassOver(boundary, piece.Span, isInside);
        }

        // The boundary takes the brackets of the outer array for separators.
        return !isInside && (first != Opens || last == Closes);
    }

    private static bool PassOver(JsonBoundary boundary, ReadOnlySpan<byte> rest, bool isInside)
    {
        while (!rest.IsEmpty)
        {
            if (!isInside)
                rest = rest[boundary.Skip(rest)..];
            if (rest.IsEmpty)
                break;
            var length = boundary.End(rest);
            isInside = length < 0;
            rest = isInside ? default : rest[length..];
        }

        return isInside;
    }
}
