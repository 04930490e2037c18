using System.Runtime.InteropServices;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>
/// The C interface of libchdb, the embedded build of ClickHouse (chdb.h of chdb-core 26.7). A connection handle is what
/// <c>chdb_connect</c>'s pointer points to. Strings carry their length and may contain zero bytes.
/// </summary>
internal static unsafe partial class Libchdb
{
    internal const string Name = "chdb";

    /// <summary>What <c>chdb_classify_query_n</c> says about a statement; the caller sets <see cref="Size"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Analysis
    {
        public uint Size;
        public uint Statements;
        public uint Flags;
        public uint Class;
    }

    /// <summary>0 on success.</summary>
    internal const int Success = 0;

    [LibraryImport(Name, EntryPoint = "chdb_version")]
    internal static partial byte* Version();

    [LibraryImport(Name, EntryPoint = "chdb_set_signal_handlers_enabled")]
    internal static partial void SetSignalHandlersEnabled(int enabled);

    [LibraryImport(Name, EntryPoint = "chdb_connect")]
    internal static partial nint* Connect(int count, byte** arguments);

    [LibraryImport(Name, EntryPoint = "chdb_close_conn")]
    internal static partial void Close(nint* connection);

    [LibraryImport(Name, EntryPoint = "chdb_classify_query_n")]
    internal static partial int Classify(nint connection, byte* sql, nuint length, byte* database, nuint databaseLength, Analysis* analysis);

    [LibraryImport(Name, EntryPoint = "chdb_query_with_params_n")]
    internal static partial nint Query(
        nint connection, byte* sql, nuint length, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint parameters);

    [LibraryImport(Name, EntryPoint = "chdb_stream_query_with_params_n")]
    internal static partial nint StreamQuery(
        nint connection, byte* sql, nuint length, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint parameters);

    [LibraryImport(Name, EntryPoint = "chdb_stream_fetch_result")]
    internal static partial nint StreamFetch(nint connection, nint stream);

    [LibraryImport(Name, EntryPoint = "chdb_stream_cancel_query")]
    internal static partial void StreamCancel(nint connection, nint stream);

    [LibraryImport(Name, EntryPoint = "chdb_destroy_query_result")]
    internal static partial void DestroyResult(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_error")]
    internal static partial byte* ResultError(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_buffer")]
    internal static partial byte* ResultBuffer(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_length")]
    internal static partial nuint ResultLength(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_rows_read")]
    internal static partial ulong ResultRows(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_storage_rows_read")]
    internal static partial ulong StorageRowsRead(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_storage_bytes_read")]
    internal static partial ulong StorageBytesRead(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_rows_written")]
    internal static partial ulong RowsWritten(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_result_bytes_written")]
    internal static partial ulong BytesWritten(nint result);

    [LibraryImport(Name, EntryPoint = "chdb_stream_insert_n")]
    internal static partial nint InsertOpen(nint connection, byte* sql, nuint length, byte* format, nuint formatLength);

    [LibraryImport(Name, EntryPoint = "chdb_stream_append")]
    internal static partial int InsertAppend(nint stream, byte* data, nuint length);

    [LibraryImport(Name, EntryPoint = "chdb_stream_done")]
    internal static partial nint InsertDone(nint stream);

    [LibraryImport(Name, EntryPoint = "chdb_stream_cancel_insert")]
    internal static partial void InsertCancel(nint stream);

    [LibraryImport(Name, EntryPoint = "chdb_stream_insert_error")]
    internal static partial byte* InsertError(nint stream);

    [LibraryImport(Name, EntryPoint = "chdb_destroy_insert_stream")]
    internal static partial void InsertDestroy(nint stream);
}
