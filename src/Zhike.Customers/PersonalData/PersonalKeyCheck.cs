using Zhike.Contracts.Bank;

namespace Zhike.Customers.PersonalData;

/// <summary>Says at the start when the key of the personal data is lost or wrong.</summary>
internal sealed class PersonalKeyCheck(PersonalVault vault) : IStartCheck
{
    public async Task<string?> WarningAsync(CancellationToken cancel)
    {
        var opened = await vault.TryOpenAsync(cancel).ConfigureAwait(false);
        return opened.Ok
            ? null
            : $"{opened.Problem.Message} Until then names, phones and addresses show as stars, customers are found by their number only, "
                + "messages by SMS and e-mail wait, and personal data cannot be imported; everything else works.";
    }
}
