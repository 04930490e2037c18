using System.Runtime.InteropServices;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>A SELECT that is being fetched. Each chunk is formatted on its own: formats with a header repeat it in every chunk.</summary>
internal sealed unsafe class ChdbStream : IDisposable
{
    private readonly nint connection;
    private nint stream;
    private bool isOver;

    public ChdbStream(nint connection, nint stream)
    {
        var error = Libchdb.ResultError(stream);
        if (error != null)
        {
            var text = Marshal.PtrToStringUTF8((nint)error) ?? "unknown error";
            Libchdb.DestroyResult(stream);
            throw ChdbException.From(text);
        }

        this.connection = connection;
        this.stream = stream;
    }

    /// <summary>The next chunk, or null at the end.</summary>
    public ChdbResult? Next()
    {
        if (isOver)
            return null;
        try
        {
            var chunk = new ChdbResult(Libchdb.StreamFetch(connection, stream));
            if (chunk.Length > 0)
                return chunk;
            chunk.Dispose();
            isOver = true;
            return null;
        }
        catch (ChdbException)
        {
            isOver = true;
            throw;
        }
    }

    public void Dispose()
    {
        if (stream == 0)
            return;
        if (!isOver)
            Libchdb.StreamCancel(connection, stream);
        Libchdb.DestroyResult(stream);
        stream = 0;
    }
}
