using System.Buffers;
using System.Globalization;
using System.Text;
using Engine.Sinks.ClickHouse.Embedded;
using Microsoft.AspNetCore.Http;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>
/// Runs one request on a session and writes its answer. Rows to insert have a session of their own, so that no query, however
/// slow, holds them up.
/// </summary>
internal sealed class StatementRunner(HandlePool inserts, HandlePool queries)
{
    private const int NotStreamable = 36;
    private const int AppendBytes = 1 << 20;

    public async Task RunAsync(HttpContext http, CancellationToken cancel)
    {
        var statement = await HttpStatement.ReadAsync(http.Request, cancel);
        var pool = statement.Shape.Kind is ShapeKind.InsertRows or ShapeKind.InsertValues ? inserts : queries;
        var session = await pool.RentAsync(cancel);
        var isClean = false;
        try
        {
            session.Enter(statement.Database, statement.Settings);
            var kind = Check(session, statement);
            if (statement.Shape.Kind == ShapeKind.InsertRows)
                await InsertAsync(http, session, statement, cancel);
            else
                await AnswerAsync(http, session, statement, kind, cancel);
            session.Leave(statement.Settings);
            isClean = kind != StatementClass.Control;
        }
        finally
        {
            try
            {
                if (!isClean)
                    session.Reset();
            }
            finally
            {
                pool.Return(session);
            }
        }
    }

    private static StatementClass Check(ChdbSession session, HttpStatement statement)
    {
        if (statement.Shape.Kind == ShapeKind.InsertRows)
            return statement.IsReadOnly ? throw Refused() : StatementClass.Mutating;
        var (kind, statements) = session.Handle.Classify(statement.Sql.Span);
        if (statements > 1)
            throw ChdbException.Of(ChdbException.SyntaxError, "One statement a request, please.", "SYNTAX_ERROR");
        if (statements == 0 && statement.Sql.Span.Trim(" \r\n\t;"u8).IsEmpty)
            throw ChdbException.Of(ChdbException.SyntaxError, "Empty query.", "SYNTAX_ERROR");
        // What did not parse (no statement) is run all the same: ClickHouse says what is wrong with it.
        if (statement.IsReadOnly && kind != StatementClass.ReadOnly && statements > 0)
            throw Refused();
        return kind;

        static ChdbException Refused() => ChdbException.Of(ChdbException.ReadOnly, "Cannot execute the query in readonly mode.", "READONLY");
    }

    private static async Task InsertAsync(HttpContext http, ChdbSession session, HttpStatement statement, CancellationToken cancel)
    {
        using var insert = session.Handle.Insert(statement.Sql.Span, Encoding.UTF8.GetBytes(statement.Shape.Format!));
        if (!statement.FirstRows.IsEmpty)
            insert.Append(statement.FirstRows.Span);
        if (statement.MoreRows is { } rows)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(AppendBytes);
            try
            {
                int read;
                while ((read = await rows.ReadAtLeastAsync(buffer, AppendBytes, throwOnEndOfStream: false, cancel)) > 0)
                    insert.Append(buffer.AsSpan(0, read));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        using var result = insert.Finish();
        Head(http, statement, "TabSeparated");
        Summary(http, result);
        await http.Response.CompleteAsync();
    }

    private static async Task AnswerAsync(HttpContext http, ChdbSession session, HttpStatement statement, StatementClass kind, CancellationToken cancel)
    {
        var format = statement.Shape.Format ?? statement.DefaultFormat ?? ResultFormat.Default;
        if (kind == StatementClass.ReadOnly && ResultFormat.CanStream(format) && await StreamAsync(http, session, statement, format, cancel))
            return;
        using var result = session.Handle.Query(statement.Sql.Span, format, statement.Parameters);
        Head(http, statement, format);
        Summary(http, result);
        http.Response.ContentLength = result.Length;
        await using var bytes = result.Open();
        await bytes.CopyToAsync(http.Response.Body, cancel);
    }

    /// <summary>False where ClickHouse refuses to stream this kind of statement (SHOW, DESCRIBE …); nothing has run then.</summary>
    private static async Task<bool> StreamAsync(HttpContext http, ChdbSession session, HttpStatement statement, string format, CancellationToken cancel)
    {
        ChdbStream stream;
        try
        {
            stream = session.Handle.Stream(statement.Sql.Span, format, statement.Parameters);
        }
        catch (ChdbException error) when (error.Code == NotStreamable)
        {
            return false;
        }

        using (stream)
        {
            // The head waits for the first chunk: most errors happen before it and still get their status.
            var header = -1;
            while (stream.Next() is { } chunk)
                using (chunk)
                {
                    if (header < 0)
                        Head(http, statement, format);
                    await using var bytes = chunk.Open(Math.Max(header, 0));
                    if (header < 0)
                        header = ResultFormat.HeaderLength(format, chunk.Bytes);
                    await bytes.CopyToAsync(http.Response.Body, cancel);
                }

            if (header < 0)
                Head(http, statement, format);
            return true;
        }
    }

    private static void Head(HttpContext http, HttpStatement statement, string format)
    {
        var headers = http.Response.Headers;
        headers["X-ClickHouse-Format"] = format;
        headers["X-ClickHouse-Timezone"] = TimeZoneInfo.Local.Id;
        headers["X-ClickHouse-Server-Display-Name"] = "engine-embedded";
        if (statement.QueryId is { } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            headers["X-ClickHouse-Query-Id"] = id;
        http.Response.ContentType = format.StartsWith("JSON", StringComparison.OrdinalIgnoreCase) ? "application/json; charset=UTF-8"
            : format.StartsWith("RowBinary", StringComparison.OrdinalIgnoreCase) || format.Equals("Native", StringComparison.OrdinalIgnoreCase) ? "application/octet-stream"
            : "text/plain; charset=UTF-8";
    }

    private static void Summary(HttpContext http, ChdbResult result) =>
        http.Response.Headers["X-ClickHouse-Summary"] = string.Create(CultureInfo.InvariantCulture,
            $$"""{"read_rows":"{{result.RowsRead}}","read_bytes":"{{result.BytesRead}}","written_rows":"{{result.RowsWritten}}","written_bytes":"{{result.BytesWritten}}","total_rows_to_read":"0","result_rows":"{{result.Rows}}","result_bytes":"{{result.Length}}","elapsed_ns":"0"}""");
}
