using Microsoft.EntityFrameworkCore;
using Zhike.Storage.Records;

namespace Zhike.Storage.Relay;

/// <summary>A fact on its way from a record's transaction to the facts store.</summary>
public sealed class RelayedFact
{
    /// <summary>Derived from what happened: "contact/123/sent".</summary>
    public required string Id { get; init; }

    /// <summary>Table of the standard model: "outcomes", "events", "consents".</summary>
    public required string Target { get; init; }

    /// <summary>The row as a JSON object in the table's column names.</summary>
    public required string Fact { get; init; }

    /// <summary>Empty until it is picked; then the token under which the facts store knows a repetition.</summary>
    public string Batch { get; init; } = "";

    public required DateTimeOffset QueuedAt { get; init; }
}

/// <summary>The relay's table.</summary>
public sealed class RelayModel : IRecordsModel
{
    public void Configure(ModelBuilder model) => model.Entity<RelayedFact>(fact =>
    {
        fact.ToTable("facts_relay");
        fact.HasKey(f => f.Id);
    });
}
