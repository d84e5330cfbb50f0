using Zhike.Contracts.Bank;
using Zhike.Journeys.Documents;

namespace Zhike.Journeys;

/// <summary>The shipped journeys come as drafts: a strategy acts on customers only when two people of the bank want it.</summary>
internal sealed class JourneysCatalogue : ICatalogueFolder
{
    public string Folder => "journeys";

    public string Kind => JourneyKind.Name;

    public int Order => 40;

    public bool InstallLive => false;
}
