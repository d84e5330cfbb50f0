using Zhike.Contracts.Customers;
using Zhike.Intake.Mapping;
using Zhike.Storage.Facts;

namespace Zhike.Intake.Import;

/// <summary>Where imported rows go, by the way their table keeps them.</summary>
internal sealed class ImportStores(IFacts facts, ISealing sealing)
{
    public ImportWorkspace Workspace() => new(facts);

    public ImportRun Run(ImportWorkspace workspace, ImportMapping mapping, ImportTarget target, string zone, int chunkRows)
    {
        IChunkStore store = target.Table.Style switch
        {
            KeepStyle.Log => new LogStore(facts, workspace),
            KeepStyle.Sealed => new SealedStore(facts, sealing),
            _ => new VersionStore(facts, workspace),
        };
        return new ImportRun(facts, workspace, store, mapping, target, zone, chunkRows);
    }
}
