using System.Globalization;
using System.Text;
using ClickHouse.Driver;
using Engine.App.Terminal;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Store;

/// <summary>Reads from the store, in ClickHouse's own text formats: values are printed as ClickHouse prints them.</summary>
internal sealed class StoreQuery(ClickHouseStore store)
{
    private const string Tabular = "TabSeparatedWithNames";

    /// <summary>Most rows of a table; more belong into a file or a pipe.</summary>
    public const int MostRows = 10_000;

    /// <summary>The rows as text, a null as null.</summary>
    /// <param name="sql">One statement without FORMAT.</param>
    /// <param name="parameters">Values of its <c>{name:Type}</c> places.</param>
    /// <param name="isReadOnly">False lets the statement change the store.</param>
    /// <param name="cancel">Cancels it.</param>
    public async Task<TextTable> TableAsync(
        string sql, IReadOnlyList<KeyValuePair<string, string>> parameters, bool isReadOnly = true, CancellationToken cancel = default)
    {
        using var text = new MemoryStream();
        await CopyAsync(sql, Tabular, parameters, text, isReadOnly, cancel, MostRows);
        return TextTable.Parse(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length));
    }

    /// <summary>The answer's bytes in the statement's own format, or in <paramref name="format"/> where it names none.</summary>
    public async Task CopyAsync(
        string sql, string format, IReadOnlyList<KeyValuePair<string, string>> parameters, Stream output, bool isReadOnly, CancellationToken cancel, int? mostRows = null)
    {
        var settings = new Dictionary<string, object> { ["default_format"] = format, ["date_time_output_format"] = "iso" };
        if (mostRows is { } most)
        {
            settings["max_result_rows"] = most;
            settings["max_block_size"] = most;
            settings["result_overflow_mode"] = "break";
        }

        if (isReadOnly)
            settings["readonly"] = 2;
        foreach (var (name, value) in parameters)
            settings["param_" + name] = StoreParameter.Escape(value);
        try
        {
            using var result = await store.Client.ExecuteRawResultAsync(sql, new QueryOptions { CustomSettings = settings }, cancel);
            await using var bytes = await result.ReadDecompressedStreamAsync();
            await bytes.CopyToAsync(output, cancel);
        }
        catch (ClickHouseServerException error)
        {
            throw new UserError(Printable.Text(Explain(error)), cause: error);
        }
        catch (Exception error) when (LostConnection.Is(error) || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw store.Lost(error);
        }
    }

    /// <summary>ClickHouse's message on one line, with what to do where we know it.</summary>
    private static string Explain(ClickHouseServerException error)
    {
        var message = error.Message.ReplaceLineEndings(" ").Trim();
        if (error.ErrorCode == 62 && message.IndexOf(". Expected one of:", StringComparison.Ordinal) is > 0 and var end)
            message = message[..end];
        var hint = error.ErrorCode switch
        {
            60 => "; `SHOW TABLES` lists what there is: events, sessions, signals, verdicts, attack_timeline …",
            62 => "; look at the place that it names",
            159 => "; narrow the query by time or actor, or add SETTINGS max_execution_time = 600",
            164 => "; `engine sql` only reads: add --write to change the store",
            241 => "; narrow the query, or add SETTINGS max_memory_usage = 8000000000",
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{message}{hint}");
    }
}
