using System.Runtime.InteropServices;
using System.Text;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>One native connection: runs one statement at a time. Not thread-safe; the pool hands it to one user at a time.</summary>
internal sealed unsafe class EngineConnection : IDisposable
{
    private readonly Action _closed;
    private nint* _connection;

    private EngineConnection(nint* connection, Action closed)
    {
        _connection = connection;
        _closed = closed;
    }

    /// <summary>The SET that is in force on this connection, so that it is only sent when it changes.</summary>
    public string SettingsInForce { get; set; } = "";

    public nint Handle => *_connection;

    /// <param name="closed">Called once the connection is closed.</param>
    public static EngineConnection Open(string path, Action closed)
    {
        string[] arguments = ["zhike", $"--path={path}", "--backups.allowed_path=/", "--progress=0"];
        var pointers = stackalloc byte*[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }

        try
        {
            var connection = LibChdb.Connect(arguments.Length, pointers);
            return connection is null || *connection == 0
                ? throw new IOException($"The engine did not open {path}: is the disk full, or the folder not writable?")
                : new EngineConnection(connection, closed);
        }
        finally
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                Marshal.FreeCoTaskMem((nint)pointers[i]);
            }
        }
    }

    /// <summary>Runs to the end and answers (result handle). The caller destroys it.</summary>
    public nint Query(ReadOnlySpan<byte> sql, ReadOnlySpan<byte> format, IReadOnlyCollection<KeyValuePair<string, string>> parameters, bool streaming)
    {
        using var bound = new NativeTexts(parameters);
        fixed (byte* query = sql, outputFormat = format)
        fixed (nint* texts = bound.Pointers)
        fixed (nuint* lengths = bound.Lengths)
        {
            var count = bound.Count;
            var names = (byte**)texts;
            var values = names + count;
            return streaming
                ? LibChdb.StreamQueryWithParams(Handle, query, (nuint)sql.Length, outputFormat, (nuint)format.Length, names, lengths, values, lengths + count, (nuint)count)
                : LibChdb.QueryWithParams(Handle, query, (nuint)sql.Length, outputFormat, (nuint)format.Length, names, lengths, values, lengths + count, (nuint)count);
        }
    }

    public nint OpenInsert(ReadOnlySpan<byte> sql, ReadOnlySpan<byte> format)
    {
        fixed (byte* query = sql, inputFormat = format)
        {
            return LibChdb.StreamInsert(Handle, query, (nuint)sql.Length, inputFormat, (nuint)format.Length);
        }
    }

    public static bool Append(nint stream, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* data = bytes)
        {
            return LibChdb.StreamAppend(stream, data, (nuint)bytes.Length) == 0;
        }
    }

    public static byte[] Bytes(nint result)
    {
        // An empty answer has a null buffer: not an error.
        var length = LibChdb.ResultLength(result);
        return length == 0 ? [] : new ReadOnlySpan<byte>(LibChdb.ResultBuffer(result), checked((int)length)).ToArray();
    }

    public static string? Error(nint result) => Marshal.PtrToStringUTF8(LibChdb.ResultError(result));

    public (uint Statements, uint Class, uint Flags) Classify(string sql)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        var analysis = new LibChdb.QueryAnalysis { StructSize = (uint)sizeof(LibChdb.QueryAnalysis) };
        fixed (byte* text = bytes)
        {
            return LibChdb.Classify(Handle, text, (nuint)bytes.Length, null, 0, &analysis) == 0
                ? (analysis.StatementCount, analysis.QueryClass, analysis.Flags)
                : (0, 4, 0);
        }
    }

    public nint BackUp(string database, string path)
    {
        var (name, file) = (Encoding.UTF8.GetBytes(database), Encoding.UTF8.GetBytes(path));
        fixed (byte* n = name, f = file)
        {
            return LibChdb.Backup(Handle, n, (nuint)name.Length, f, (nuint)file.Length, null, 0);
        }
    }

    public void Dispose()
    {
        if (_connection is not null)
        {
            LibChdb.CloseConnection(_connection);
            _connection = null;
            _closed();
        }
    }

    /// <summary>The names first, the values after them, each in native memory.</summary>
    private sealed class NativeTexts : IDisposable
    {
        public NativeTexts(IReadOnlyCollection<KeyValuePair<string, string>> pairs)
        {
            Count = pairs.Count;
            Pointers = new nint[Math.Max(1, Count * 2)];
            Lengths = new nuint[Math.Max(1, Count * 2)];
            var i = 0;
            foreach (var (name, value) in pairs)
            {
                Put(i, name);
                Put(Count + i++, value);
            }
        }

        public int Count { get; }

        public nint[] Pointers { get; }

        public nuint[] Lengths { get; }

        public void Dispose()
        {
            foreach (var pointer in Pointers)
            {
                Marshal.FreeCoTaskMem(pointer);
            }
        }

        private void Put(int index, string text)
        {
            Pointers[index] = Marshal.StringToCoTaskMemUTF8(text);
            Lengths[index] = (nuint)Encoding.UTF8.GetByteCount(text);
        }
    }
}
