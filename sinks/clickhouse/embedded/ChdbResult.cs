using System.Runtime.InteropServices;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>A result, or one chunk of it, in libchdb's memory. An error is thrown when it is made.</summary>
internal sealed unsafe class ChdbResult : IDisposable
{
    private nint result;

    /// <summary>Takes the handle over and frees it, also when it carries an error.</summary>
    public ChdbResult(nint result)
    {
        var error = Libchdb.ResultError(result);
        if (error != null)
        {
            var text = Marshal.PtrToStringUTF8((nint)error) ?? "unknown error";
            Libchdb.DestroyResult(result);
            throw ChdbException.From(text);
        }

        this.result = result;
        Length = checked((int)Math.Min(Libchdb.ResultLength(result), int.MaxValue));
    }

    /// <summary>Bytes; 0 ends a stream.</summary>
    public int Length { get; }

    public ReadOnlySpan<byte> Bytes => new(Libchdb.ResultBuffer(result), Length);

    public ulong Rows => Libchdb.ResultRows(result);
    public ulong RowsRead => Libchdb.StorageRowsRead(result);
    public ulong BytesRead => Libchdb.StorageBytesRead(result);
    public ulong RowsWritten => Libchdb.RowsWritten(result);
    public ulong BytesWritten => Libchdb.BytesWritten(result);

    /// <summary>The bytes from <paramref name="offset"/> as a stream over libchdb's memory, valid until this is disposed.</summary>
    public Stream Open(int offset = 0) => Length <= offset ? Stream.Null : new UnmanagedMemoryStream(Libchdb.ResultBuffer(result) + offset, Length - offset);

    public void Dispose()
    {
        if (result == 0)
            return;
        Libchdb.DestroyResult(result);
        result = 0;
    }
}
