using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>Unpacks what came, whatever it says it is: its first bytes count. Stops where it becomes too long.</summary>
internal static class Unpacking
{
    /// <summary>8 MiB: what RFC 9659 allows for zstd over HTTP. Larger windows are memory that a stranger chooses.</summary>
    private const int MostWindowLog = 23;

    /// <param name="packed">Disposed, unless it is the result.</param>
    /// <param name="encoding">What the sender says.</param>
    /// <param name="most">Bytes at most.</param>
    /// <param name="budget">Of all requests.</param>
    public static RequestBody Unpack(PooledBody packed, string encoding, long most, ByteBudget budget)
    {
        var raw = packed.OpenRead();
        var input = InputStream.Open(raw, new ReadProgress(), MostWindowLog);
        if (input is InputStream.HeadedStream)
        {
            if (encoding is "" or "identity" || packed.Length == 0)
                return new RequestBody(packed, null);
            packed.Dispose();
            return RequestReader.Refused(StatusCodes.Status400BadRequest, $"the body is not {encoding}, as its header says");
        }

        var unpacked = new PooledBody(budget);
        using (packed)
        using (input)
        {
            var refusal = Fill(unpacked, input, most);
            if (refusal is null)
                return new RequestBody(unpacked, null);
            unpacked.Dispose();
            return new RequestBody(null, refusal);
        }
    }

    private static Refusal? Fill(PooledBody body, Stream from, long most)
    {
        try
        {
            while (true)
            {
                var room = body.Room().Span;
                if (room.IsEmpty)
                    return Refusal.TooMuchAtOnce;
                var read = from.Read(room);
                if (read == 0)
                    return null;
                body.Advance(read);
                if (body.Length > most)
                    return RequestReader.TooLong(most).Refusal;
            }
        }
        catch (InputStream.EndedInArchive torn)
        {
            return new Refusal(StatusCodes.Status400BadRequest, $"the body {torn.Message}: it is torn; nothing of it was taken");
        }
        catch (Exception broken) when (broken is InvalidDataException or ZstdSharp.ZstdException or EndOfStreamException)
        {
            return new Refusal(StatusCodes.Status400BadRequest, "the packed body is damaged; nothing of it was taken");
        }
    }
}
