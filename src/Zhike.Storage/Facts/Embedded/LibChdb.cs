using System.Reflection;
using System.Runtime.InteropServices;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>The C functions of libchdb that we use (header: programs/local/chdb.h of chdb-core).</summary>
internal static unsafe partial class LibChdb
{
    private const string Library = "chdb";

    /// <summary>Where to look for libchdb before the places we know; set from the option Facts:LibraryPath.</summary>
    public static string? LibraryPath { get; set; }

    static LibChdb() => NativeLibrary.SetDllImportResolver(typeof(LibChdb).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "chdb_version")]
    public static partial nint Version();

    [LibraryImport(Library, EntryPoint = "chdb_set_signal_handlers_enabled")]
    public static partial void SetSignalHandlersEnabled(int enabled);

    [LibraryImport(Library, EntryPoint = "chdb_connect")]
    public static partial nint* Connect(int argc, byte** argv);

    [LibraryImport(Library, EntryPoint = "chdb_close_conn")]
    public static partial void CloseConnection(nint* connection);

    [LibraryImport(Library, EntryPoint = "chdb_query_with_params_n")]
    public static partial nint QueryWithParams(
        nint connection, byte* query, nuint queryLength, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint count);

    [LibraryImport(Library, EntryPoint = "chdb_stream_query_with_params_n")]
    public static partial nint StreamQueryWithParams(
        nint connection, byte* query, nuint queryLength, byte* format, nuint formatLength,
        byte** names, nuint* nameLengths, byte** values, nuint* valueLengths, nuint count);

    [LibraryImport(Library, EntryPoint = "chdb_stream_fetch_result")]
    public static partial nint StreamFetch(nint connection, nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_stream_cancel_query")]
    public static partial void StreamCancel(nint connection, nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_stream_insert_n")]
    public static partial nint StreamInsert(nint connection, byte* query, nuint queryLength, byte* format, nuint formatLength);

    [LibraryImport(Library, EntryPoint = "chdb_stream_append")]
    public static partial int StreamAppend(nint stream, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "chdb_stream_done")]
    public static partial nint StreamDone(nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_stream_cancel_insert")]
    public static partial void StreamCancelInsert(nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_stream_insert_error")]
    public static partial nint StreamInsertError(nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_insert_stream")]
    public static partial void DestroyInsertStream(nint stream);

    [LibraryImport(Library, EntryPoint = "chdb_result_buffer")]
    public static partial byte* ResultBuffer(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_length")]
    public static partial nuint ResultLength(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_error")]
    public static partial nint ResultError(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_elapsed")]
    public static partial double ResultElapsed(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_storage_rows_read")]
    public static partial ulong ResultStorageRowsRead(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_result_rows_written")]
    public static partial ulong ResultRowsWritten(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_destroy_query_result")]
    public static partial void DestroyResult(nint result);

    [LibraryImport(Library, EntryPoint = "chdb_backup_database_n")]
    public static partial nint Backup(
        nint connection, byte* database, nuint databaseLength, byte* path, nuint pathLength, byte* basePath, nuint basePathLength);

    [LibraryImport(Library, EntryPoint = "chdb_classify_query_n")]
    public static partial int Classify(
        nint connection, byte* sql, nuint sqlLength, byte* database, nuint databaseLength, QueryAnalysis* analysis);

    [StructLayout(LayoutKind.Sequential)]
    public struct QueryAnalysis
    {
        public uint StructSize;
        public uint StatementCount;
        public uint Flags;
        public uint QueryClass;
    }

    /// <summary>566 MB are never copied into an output folder: the library is found where npm put it.</summary>
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
        {
            return 0;
        }

        var places = EngineLibrary.Candidates(LibraryPath).ToList();
        var found = places.Find(File.Exists) ?? throw new DllNotFoundException(
            $"The engine library was not found. Run ./zhike up (it installs native/), or set Facts:LibraryPath. Looked at: {string.Join(", ", places)}");
        return NativeLibrary.Load(found);
    }
}
