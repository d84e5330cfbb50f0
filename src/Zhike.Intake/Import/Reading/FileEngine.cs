using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Embedded;

namespace Zhike.Intake.Import.Reading;

/// <summary>The engine that reads this machine's files. It is the one in this process, also where the facts lie on a server: a
/// server does not see our files, and would have to hold a Parquet file in memory whole, for its end must be read first.</summary>
internal sealed class FileEngine(IServiceProvider services)
{
    private readonly Lazy<IFacts> _facts = new(() => services.GetRequiredService<IFacts>() as EmbeddedFacts
        ?? new EmbeddedFacts(services.GetRequiredService<EmbeddedEngine>(), "files", services.GetRequiredService<ILogger<EmbeddedFacts>>(), 2));

    public IFacts Facts => _facts.Value;
}
