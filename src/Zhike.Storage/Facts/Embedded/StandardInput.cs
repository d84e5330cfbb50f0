using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>The engine is made of a command-line client, which adds whatever waits on the standard input to every
/// INSERT … VALUES. So it gets an empty one, and the program keeps the real one.</summary>
internal static partial class StandardInput
{
    private const int ReadOnly = 0;

    /// <summary>Nothing to do on a terminal, whose keys the engine does not read.</summary>
    public static void HideFromEngine()
    {
        if (OperatingSystem.IsWindows() || !Console.IsInputRedirected)
        {
            return;
        }

        var real = Dup(0);
        var nothing = Open("/dev/null", ReadOnly);
        if (real >= 0)
        {
            Console.SetIn(TextReader.Synchronized(new StreamReader(new FileStream(new SafeFileHandle(real, ownsHandle: true), FileAccess.Read, bufferSize: 1))));
        }

        // TRICKY: with no standard input at all (closed by a daemon's parent) /dev/null already became number 0.
        if (nothing > 0)
        {
            _ = Dup2(nothing, 0);
            _ = Close(nothing);
        }
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
