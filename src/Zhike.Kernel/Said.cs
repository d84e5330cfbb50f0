using System.Collections.Immutable;
using System.Globalization;

namespace Zhike.Kernel;

/// <summary>A sentence for people under a stable code, with the values that stand in it: whoever shows it in another language says it
/// from those. <see cref="Message"/> is the English one.</summary>
public sealed record Said(string Code, string Message, ImmutableArray<string> Values)
{
    /// <param name="sentence">Its holes are the values, in their order.</param>
    public static Said Of(string code, FormattableString sentence) => new(
        code, FormattableString.Invariant(sentence), [.. sentence.GetArguments().Select(a => Convert.ToString(a, CultureInfo.InvariantCulture) ?? "")]);
}
