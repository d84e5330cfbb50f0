using Zhike.Kernel;

namespace Zhike.Customers.Identity.Reading;

/// <summary>How much of an identity a viewer reads. A user id may well be a phone number, so it is masked like one.</summary>
internal sealed class IdentityMask(Viewer viewer)
{
    private const int HashShown = 8;
    private const int Short = 6;

    public string Value(string kind, string value) => kind switch
    {
        _ when kind.EndsWith("_hash", StringComparison.Ordinal) => value.Length > HashShown ? $"{value[..HashShown]}…" : value,
        "customer_no" => value,
        _ when viewer.MaySeePersonalData => value,
        _ when value.Length <= Short => $"{value[..Math.Min(1, value.Length)]}***",
        _ => $"{value[..3]}****{value[^2..]}",
    };
}
