using System.Runtime.InteropServices;

namespace Zhike.Intake.Import.Reading;

/// <summary>The C functions of MariaDB's client library that we use; it speaks to MySQL as well. It is the machine's own (on Debian
/// the package libmariadb3), found by its usual name, and only looked for when a mapping asks for MySQL.</summary>
internal static unsafe partial class LibMariaDb
{
    private const string Library = "libmariadb.so.3";

    public const int OptionConnectTimeout = 0;
    public const int OptionCharset = 7;
    public const int OptionReadTimeout = 11;

    [LibraryImport(Library, EntryPoint = "mysql_init")]
    public static partial nint Init(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_options")]
    public static partial int Option(nint mysql, int option, void* value);

    [LibraryImport(Library, EntryPoint = "mysql_real_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Connect(nint mysql, string host, string user, string password, string database, uint port, string? socket, nuint flags);

    [LibraryImport(Library, EntryPoint = "mysql_real_query")]
    public static partial int Query(nint mysql, byte* sql, nuint length);

    [LibraryImport(Library, EntryPoint = "mysql_use_result")]
    public static partial nint UseResult(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_num_fields")]
    public static partial uint FieldCount(nint result);

    /// <summary>A structure whose first member is the name.</summary>
    [LibraryImport(Library, EntryPoint = "mysql_fetch_field_direct")]
    public static partial byte** Field(nint result, uint number);

    [LibraryImport(Library, EntryPoint = "mysql_fetch_row")]
    public static partial byte** Row(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_fetch_lengths")]
    public static partial nuint* Lengths(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_free_result")]
    public static partial void FreeResult(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_errno")]
    public static partial uint ErrorNumber(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_error")]
    public static partial nint Error(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_close")]
    public static partial void Close(nint mysql);
}
