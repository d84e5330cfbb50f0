namespace Zhike.Intake.Import;

/// <summary>Why an import ran.</summary>
internal enum ImportCause
{
    Person,
    Schedule,

    /// <summary>A file came into a watched folder.</summary>
    Folder,

    /// <summary>Somebody asked for a run to be done again.</summary>
    Again,
}

/// <summary>What to import, and who asks.</summary>
/// <param name="MappingPath">Of the mapping file.</param>
internal sealed record ImportRequest(string MappingPath, bool DryRun = false)
{
    /// <summary>Read instead of the file that the mapping names: one out of a watched folder.</summary>
    public string? File { get; init; }

    /// <summary>Read from the beginning, whatever the incremental key says.</summary>
    public bool Whole { get; init; }

    public ImportCause Cause { get; init; } = ImportCause.Person;

    /// <summary>For people: which runs this one makes up for, and the like.</summary>
    public string Note { get; init; } = "";
}
