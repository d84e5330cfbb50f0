using System.Collections.Immutable;
using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Http;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Facts;
using Zhike.Storage.Facts.Rows;

namespace Zhike.Measurement.Reports;

/// <summary>Which number of the report is opened.</summary>
/// <param name="Arm">"contact", "holdout" or empty for both.</param>
/// <param name="Decision">With measure "refused": one reason, or empty for any.</param>
internal sealed record PeopleQuestion(string Journey, string Run, string Measure, string Arm, string Channel, string Decision, string Node)
{
    /// <summary>The words that People.sql answers to; outcomes bring their own.</summary>
    public static readonly ImmutableArray<string> Measures =
    [
        "entered", "goals", "window_over", "node", "left", "planned", "refused",
        "sent", "delivered", "failed", "uncertain", "shown", "clicked", "closed", "opened", "accepted", "done", "expired", "cancelled",
    ];

    public IEnumerable<FieldError> Check()
    {
        if (!Measures.Contains(Measure))
        {
            yield return new FieldError("measure", $"must be one of {string.Join(", ", Measures)}, but is \"{Measure}\"");
        }

        if (Arm is not ("" or "contact" or "holdout"))
        {
            yield return new FieldError("arm", $"must be contact, holdout or left out, but is \"{Arm}\"");
        }

        if (Measure is "node" or "left" && Node.Length == 0)
        {
            yield return new FieldError("node", $"must be given with measure {Measure}");
        }
    }
}

/// <summary>The customers behind a number, within the viewer's scope, names masked.</summary>
internal sealed class PeopleQuery(IFacts facts, IPersonalData personalData, IStaffNames staff)
{
    public async Task<Result<Page<ReportPerson>>> RunAsync(Viewer viewer, PeopleQuestion question, PageRequest page, CancellationToken cancel)
    {
        var errors = question.Check().ToList();
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var statement = new FactsStatement("people of a report", SqlFile.Beside<PeopleQuery>("People.sql"))
            .With("journey", question.Journey).With("run", question.Run).With("measure", question.Measure).With("arm", question.Arm)
            .With("channel", question.Channel).With("decision", question.Decision).With("node", question.Node)
            .With("size", (ulong)page.Size).With("offset", (ulong)page.Offset);
        var rows = await facts.ListAsync(
            viewer,
            statement,
            (ref RowReader row) => (
                Person: new ReportPerson(row.UInt64(), row.Text(), "", row.Text(), row.Text(), row.Instant(), row.Text()),
                Total: (long)row.UInt64()),
            cancel).ConfigureAwait(false);
        var names = await personalData.ReadAsync(
            viewer with { MaySeePersonalData = false }, [.. rows.Select(r => r.Person.CustomerId).Distinct()], cancel).ConfigureAwait(false);
        var managers = await staff.NamesAsync([.. rows.Select(r => r.Person.ManagerName).Distinct()], cancel).ConfigureAwait(false);
        return new Page<ReportPerson>(
            [
                .. rows.Select(r => r.Person with
                {
                    Name = names.GetValueOrDefault(r.Person.CustomerId)?.Name ?? "",
                    ManagerName = managers.GetValueOrDefault(r.Person.ManagerName, r.Person.ManagerName),
                }),
            ],
            rows.Count > 0 ? rows[0].Total : 0);
    }
}
