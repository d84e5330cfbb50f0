using Zhike.Contracts.Access;
using Zhike.Contracts.Customers;
using Zhike.Customers.PersonalData;
using Zhike.Kernel;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Profiles;

/// <summary>A look at somebody's true name and numbers: needs the permission, a reason and what is left of the day's quota, and is in
/// the audit trail before it is on the screen.</summary>
internal sealed class Unmasking(IPersonalData personalData, PersonalLooks looks, LivePersonalRules rules)
{
    private const int ReasonMin = 4;
    private const int ReasonMax = 200;

    public async Task<Result<PersonalRecord>> RunAsync(ICurrentViewer who, ulong customer, UnmaskRequest request, CancellationToken cancel)
    {
        var reason = request.Reason?.Trim() ?? "";
        if (reason.Length is < ReasonMin or > ReasonMax)
        {
            return Problem.Invalid("reason", $"must say in {ReasonMin} to {ReasonMax} characters why");
        }

        var viewer = who.UnmaskingViewer($"unmask: {reason}");
        if (!viewer.Ok)
        {
            return viewer.Problem;
        }

        var found = await personalData.ReadAsync(viewer.Value, [customer], cancel).ConfigureAwait(false);
        if (!found.TryGetValue(customer, out var person))
        {
            return Problem.NotFound("customer", new CustomerId(customer).ToString());
        }

        var live = await rules.FindAsync(cancel).ConfigureAwait(false);
        var role = viewer.Value.Role;
        return await looks.RecordAsync(viewer.Value, customer, reason, live.OpenTo(role), cancel).ConfigureAwait(false) is { } refused
            ? refused
            : Masking.Opened(person, live.MasksOf(role), live.OpenTo(role));
    }
}
