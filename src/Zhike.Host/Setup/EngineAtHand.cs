using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts.Embedded;

namespace Zhike.Host.Setup;

/// <summary>Says in a sentence what the loader would say in a stack trace: the engine's library is not there.</summary>
internal static class EngineAtHand
{
    public static void Require(StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.FactsConnection) && EngineLibrary.Find(options.LibraryPath) is null)
        {
            throw new ProblemException(new Problem(
                ProblemKind.Unavailable,
                "engine_missing",
                $"The engine library ({EngineLibrary.PackageName}: libchdb.so) is not there. Run npm ci in native/, or name it with Facts:LibraryPath."));
        }
    }
}
