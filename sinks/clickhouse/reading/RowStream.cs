using System.Buffers;
using System.Runtime.CompilerServices;
using ClickHouse.Driver;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>
/// The rows of a SELECT as they come, decoded from RowBinary a bufferful at a time: neither the store nor this process holds the result.
/// Used instead of the driver's reader, which boxes every field.
/// </summary>
/// <param name="store">Asked.</param>
internal sealed class RowStream(ClickHouseStore store)
{
    private const int FirstBytes = 1 << 20;
    private const int MostBytes = 1 << 30;

    /// <param name="sql">A SELECT whose columns <paramref name="decode"/> reads, without FORMAT.</param>
    /// <param name="parameters">Values of its places.</param>
    /// <param name="decode">Reads one row.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="UserError">The store is away or refuses, or what came is not what was asked for.</exception>
    public async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, IReadOnlyDictionary<string, string> parameters, DecodeRow<T> decode, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var result = await GuardAsync(() => store.Client.ExecuteRawResultAsync($"{sql} FORMAT RowBinary", Options(parameters), cancel), cancel);
        await using var bytes = await GuardAsync(result.ReadDecompressedStreamAsync, cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
        var texts = new TextPool();
        var rows = new List<T>();
        try
        {
            var filled = 0;
            var isEnd = false;
            while (!isEnd)
            {
                if (filled == buffer.Length)
                    buffer = Grow(buffer);
                var room = buffer.AsMemory(filled);
                var read = await GuardAsync(() => bytes.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancel).AsTask(), cancel);
                isEnd = read < room.Length;
                filled += read;
                var used = Decode(buffer.AsSpan(0, filled), texts, decode, rows);
                foreach (var row in rows)
                    yield return row;
                rows.Clear();
                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
            }

            if (filled > 0)
                throw Torn($"{filled} bytes too many");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Decode<T>(ReadOnlySpan<byte> bytes, TextPool texts, DecodeRow<T> decode, List<T> rows)
    {
        var used = 0;
        while (used < bytes.Length)
        {
            var reader = new RowReader(bytes[used..], texts);
            try
            {
                var row = decode(ref reader);
                if (reader.IsShort)
                    break;
                rows.Add(row);
            }
            catch (Exception error) when (error is InvalidDataException or FormatException or ArgumentException)
            {
                throw Torn(error.Message);
            }

            used += reader.At;
        }

        return used;
    }

    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= MostBytes)
            throw Torn($"a row of more than {MostBytes >> 20} MiB");
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static QueryOptions Options(IReadOnlyDictionary<string, string> parameters)
    {
        var settings = new Dictionary<string, object>
        {
            ["readonly"] = 2,
            // A replay reads as fast as it judges: the time belongs to it, not to the store. Sorting goes to the disk before it fails.
            ["max_execution_time"] = 0,
            ["max_bytes_before_external_sort"] = 256L << 20,
        };
        foreach (var (name, value) in parameters)
            settings["param_" + name] = StoreParameter.Escape(value);
        return new QueryOptions { CustomSettings = settings };
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            return await ask();
        }
        catch (ClickHouseServerException error)
        {
            throw new UserError($"the store {store.Connection} refuses: {OneLine.Of(error.Message)}", cause: error);
        }
        catch (Exception error) when (LostConnection.Is(error) || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw store.Lost(error);
        }
    }

    private static UserError Torn(string why) => new($"what the store sent cannot be read ({OneLine.Of(why)}); it ended in the middle: try again, with a smaller slice");
}
