using System.Runtime.InteropServices;

namespace Zhike.Storage.Facts.Embedded;

/// <summary>Ends the process without running what native libraries left for its end.</summary>
internal static partial class ProcessEnd
{
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Now(int exitCode);
}
