using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Storage.Definitions;

internal sealed class DefinitionsModel : IRecordsModel
{
    public void Configure(ModelBuilder model) =>
        model.Entity<DefinitionRow>().ToTable("definitions").HasKey(d => new { d.Kind, d.Key, d.Version });
}

internal sealed class DefinitionRow : IRevised
{
    public required string Kind { get; init; }

    public required string Key { get; init; }

    public required int Version { get; init; }

    public required DefinitionStatus Status { get; set; }

    public required string Document { get; set; }

    public required string Author { get; set; }

    public string? Approver { get; set; }

    public string Note { get; set; } = "";

    public required DateTimeOffset ChangedAt { get; set; }

    public long Revision { get; set; }

    public bool Open => Status is DefinitionStatus.Draft or DefinitionStatus.Submitted;

    public Definition ToDefinition() => new(Kind, Key, Version, Status, Document, Author, Approver, Note, ChangedAt, Revision);
}
