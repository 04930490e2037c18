using System.Runtime.InteropServices;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>An INSERT that is being fed. Disposed without <see cref="Finish"/> it is cancelled and nothing of its last block is stored.</summary>
internal sealed unsafe class ChdbInsert : IDisposable
{
    private nint stream;
    private bool isOver;

    public ChdbInsert(nint stream)
    {
        this.stream = stream;
        if (Error() is not { } error)
            return;
        isOver = true;
        Dispose();
        throw error;
    }

    public void Append(ReadOnlySpan<byte> rows)
    {
        fixed (byte* data = rows)
            if (Libchdb.InsertAppend(stream, data, (nuint)rows.Length) != Libchdb.Success)
                throw Error() ?? Fail();
    }

    /// <summary>Commits; the result says how many rows were written.</summary>
    public ChdbResult Finish()
    {
        isOver = true;
        return new ChdbResult(Libchdb.InsertDone(stream));
    }

    public void Dispose()
    {
        if (stream == 0)
            return;
        if (!isOver)
            Libchdb.InsertCancel(stream);
        Libchdb.InsertDestroy(stream);
        stream = 0;
    }

    private ChdbException? Error()
    {
        var error = Libchdb.InsertError(stream);
        return error == null ? null : ChdbException.From(Marshal.PtrToStringUTF8((nint)error) ?? "unknown error");
    }

    /// <summary>An append can fail before the reason is known: finishing tells it.</summary>
    private ChdbException Fail()
    {
        try
        {
            using var result = Finish();
            return ChdbException.From("the insert was refused without a reason");
        }
        catch (ChdbException error)
        {
            return error;
        }
    }
}
