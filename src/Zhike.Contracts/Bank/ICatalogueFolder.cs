namespace Zhike.Contracts.Bank;

/// <summary>A room's shipped definitions: every *.yaml under catalog/Folder is installed as a live definition of Kind,
/// in the order of Order (templates and tags before segments before journeys).</summary>
public interface ICatalogueFolder
{
    string Folder { get; }

    string Kind { get; }

    int Order { get; }

    /// <summary>True: installed live. False: installed as a draft that two people must still submit and approve.</summary>
    bool InstallLive { get; }
}
