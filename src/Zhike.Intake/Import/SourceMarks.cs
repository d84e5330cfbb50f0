using Microsoft.EntityFrameworkCore;
using Zhike.Intake.Mapping;
using Zhike.Kernel;
using Zhike.Storage.Records;

namespace Zhike.Intake.Import;

internal sealed class SourceMarkRecord
{
    public required string Mapping { get; init; }

    public required string Target { get; init; }

    /// <summary>Hash of the connection, the query and its key: another question begins anew.</summary>
    public required string Question { get; set; }

    public required string Value { get; set; }

    public required string RunId { get; set; }

    public required DateTimeOffset MarkedAt { get; set; }
}

/// <summary>Remembers how far sources with an incremental key have been read.</summary>
internal sealed class SourceMarks(IRecords records, BankClock clock)
{
    /// <summary>Null where nothing was read yet, or where the question has changed since.</summary>
    public async Task<string?> FindAsync(ImportMapping mapping, ImportTarget target, CancellationToken cancel)
    {
        if (mapping.Source.Query is not { Incremental: not null } query)
        {
            return null;
        }

        await using var context = records.Open();
        var mark = await context.Set<SourceMarkRecord>().AsNoTracking()
            .FirstOrDefaultAsync(m => m.Mapping == mapping.Name && m.Target == target.Table.Name, cancel).ConfigureAwait(false);
        return mark?.Question == Question(query) ? mark.Value : null;
    }

    /// <summary>Call when all rows up to the value are durable.</summary>
    public async Task SetAsync(ImportMapping mapping, ImportTarget target, string value, string runId, CancellationToken cancel)
    {
        await using var context = records.Open();
        var mark = await context.Set<SourceMarkRecord>()
            .FirstOrDefaultAsync(m => m.Mapping == mapping.Name && m.Target == target.Table.Name, cancel).ConfigureAwait(false);
        var question = Question(mapping.Source.Query!);
        if (mark is null)
        {
            context.Add(new SourceMarkRecord
            {
                Mapping = mapping.Name,
                Target = target.Table.Name,
                Question = question,
                Value = value,
                RunId = runId,
                MarkedAt = clock.GetUtcNow(),
            });
        }
        else
        {
            (mark.Question, mark.Value, mark.RunId, mark.MarkedAt) = (question, value, runId, clock.GetUtcNow());
        }

        await context.SaveChangesAsync(cancel).ConfigureAwait(false);
    }

    private static string Question(SourceQuery query) =>
        StableHash.Word(query.Connection, query.Text, query.Incremental!.Column, query.Incremental.Kind.ToString());
}
