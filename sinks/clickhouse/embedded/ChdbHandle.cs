using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>One session of the embedded ClickHouse. Not thread-safe: whoever rents it is alone with it.</summary>
internal sealed unsafe class ChdbHandle(nint* connection) : IDisposable
{
    private nint* connection = connection;

    /// <summary>What the statement would do, and how many statements the text holds; nothing is run.</summary>
    public (StatementClass Class, int Statements) Classify(ReadOnlySpan<byte> sql)
    {
        var analysis = new Libchdb.Analysis { Size = (uint)sizeof(Libchdb.Analysis) };
        fixed (byte* text = sql)
            if (Libchdb.Classify(*connection, text, (nuint)sql.Length, null, 0, &analysis) != Libchdb.Success)
                return (StatementClass.Unknown, 0);
        return ((StatementClass)Math.Min(analysis.Class, (uint)StatementClass.Unknown), (int)analysis.Statements);
    }

    /// <summary>Runs a statement and holds its whole result.</summary>
    public ChdbResult Query(ReadOnlySpan<byte> sql, string format, IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        new(Run(sql, format, parameters, isStream: false));

    public ChdbResult Query(string sql, string format = "TabSeparated") => Query(Encoding.UTF8.GetBytes(sql), format, []);

    /// <summary>Starts a SELECT whose result is fetched in chunks. Other statements are refused by ClickHouse (code 36).</summary>
    public ChdbStream Stream(ReadOnlySpan<byte> sql, string format, IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        new(*connection, Run(sql, format, parameters, isStream: true));

    /// <summary>Starts an INSERT whose rows are appended in chunks.</summary>
    /// <param name="sql">The statement without its FORMAT clause.</param>
    /// <param name="format">Input format of the rows.</param>
    public ChdbInsert Insert(ReadOnlySpan<byte> sql, ReadOnlySpan<byte> format)
    {
        fixed (byte* text = sql)
        fixed (byte* name = format)
            return new ChdbInsert(Libchdb.InsertOpen(*connection, text, (nuint)sql.Length, name, (nuint)format.Length));
    }

    public void Dispose()
    {
        if (connection == null)
            return;
        Libchdb.Close(connection);
        connection = null;
    }

    private nint Run(ReadOnlySpan<byte> sql, string format, IReadOnlyList<KeyValuePair<string, string>> parameters, bool isStream)
    {
        var count = parameters.Count;
        var names = stackalloc byte*[count];
        var values = stackalloc byte*[count];
        var nameLengths = stackalloc nuint[count];
        var valueLengths = stackalloc nuint[count];
        var formatBytes = Encoding.UTF8.GetBytes(format);
        try
        {
            for (var i = 0; i < count; i++)
            {
                names[i] = Copy(parameters[i].Key, out nameLengths[i]);
                values[i] = Copy(parameters[i].Value, out valueLengths[i]);
            }

            fixed (byte* text = sql)
            fixed (byte* formatText = formatBytes)
                return isStream
                    ? Libchdb.StreamQuery(*connection, text, (nuint)sql.Length, formatText, (nuint)formatBytes.Length, names, nameLengths, values, valueLengths, (nuint)count)
                    : Libchdb.Query(*connection, text, (nuint)sql.Length, formatText, (nuint)formatBytes.Length, names, nameLengths, values, valueLengths, (nuint)count);
        }
        finally
        {
            for (var i = 0; i < count; i++)
            {
                NativeMemory.Free(names[i]);
                NativeMemory.Free(values[i]);
            }
        }
    }

    private static byte* Copy(string text, out nuint length)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var copy = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(copy, bytes));
        copy[bytes] = 0;
        length = (nuint)bytes;
        return copy;
    }
}
