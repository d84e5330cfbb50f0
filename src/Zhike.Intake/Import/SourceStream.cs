using System.IO.Compression;
using System.Text;
using Zhike.Intake.Mapping;
using Zhike.Kernel;

namespace Zhike.Intake.Import;

/// <summary>Opens a source file: unpacks ".gz", and turns GB18030 into UTF-8, for its second bytes may look like delimiters.</summary>
internal static class SourceStream
{
    static SourceStream() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="ProblemException">There is no such file, or it may not be read.</exception>
    public static Stream Open(SourceFile source)
    {
        Stream file;
        try
        {
            file = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new ProblemException(Problem.Invalid("source.path", missing is UnauthorizedAccessException
                ? Said.Of("no_permission", $"cannot be opened: {source.Path} (no permission, or a folder)")
                : Said.Of("no_file", $"cannot be opened: {source.Path} (no such file)")));
        }

        var bytes = source.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return source.Encoding == SourceEncoding.Gb18030
            ? Encoding.CreateTranscodingStream(bytes, Encoding.GetEncoding("GB18030"), Encoding.UTF8)
            : bytes;
    }
}
