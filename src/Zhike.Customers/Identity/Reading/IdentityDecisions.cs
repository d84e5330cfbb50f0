using System.Globalization;
using Zhike.Kernel;
using Zhike.Storage;
using Zhike.Storage.Audit;
using Zhike.Storage.Facts;

namespace Zhike.Customers.Identity.Reading;

/// <summary>A person's word about two identities; the next run, a second later, follows it.</summary>
internal sealed class IdentityDecisions(IFacts facts, IdentityQueries queries, IAudit audit, TimeProvider clock)
{
    private const int ReasonMax = 500;
    private static readonly string[] Words = ["together", "apart", "none"];
    private static readonly Viewer Deciding = Viewer.Bank("decide about identities");

    public async Task<Result<bool>> DecideAsync(Viewer viewer, string staff, IdentityDecisionRequest request, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        var (a, b) = (Number(request.A, "a", errors), Number(request.B, "b", errors));
        if (errors.Count == 0 && a == b)
        {
            errors.Add(new FieldError("b", "must be another identity than a"));
        }

        if (!Words.Contains(request.Decision))
        {
            errors.Add(new FieldError("decision", $"must be one of {string.Join(", ", Words)}"));
        }

        var reason = request.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > ReasonMax)
        {
            errors.Add(new FieldError("reason", $"must say why in 1 to {ReasonMax} characters"));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (!await queries.MayDecideAsync(viewer, a, b, cancel).ConfigureAwait(false))
        {
            return Problem.NotFound("link", $"{a}/{b}");
        }

        var subject = string.Create(CultureInfo.InvariantCulture, $"identity/{Math.Min(a, b)}/{Math.Max(a, b)}");
        await audit.RecordAsync(new AuditEntry(staff, $"identity_{request.Decision}", subject, reason), cancel).ConfigureAwait(false);
        await facts.ExecuteAsync(
            Deciding,
            new FactsStatement("decide about identities", SqlFile.Beside<IdentityDecisions>("Decide.sql"))
                .With("a", Math.Min(a, b)).With("b", Math.Max(a, b)).With("decision", request.Decision!).With("reason", reason).With("staff", staff).With("now", clock.GetUtcNow()),
            cancel).ConfigureAwait(false);
        return true;
    }

    private static ulong Number(string? text, string field, List<FieldError> errors)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        errors.Add(new FieldError(field, "must be the number of an identity, as the graph names it"));
        return 0;
    }
}
