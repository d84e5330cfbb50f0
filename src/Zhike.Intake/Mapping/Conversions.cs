using System.Collections.Frozen;

namespace Zhike.Intake.Mapping;

/// <summary>Named conversions of a text, each one expression of SQL over the text {0}; an empty text stays empty.</summary>
internal static class Conversions
{
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        // Czech birth numbers: yymmdd, women have month + 50; here all of the 20th century.
        ["czech_birth_date"] =
            "if(match({0}, '^\\\\d{6}$'), concat('19', substring({0}, 1, 2), leftPad(toString(toUInt8OrZero(substring({0}, 3, 2)) % 50), 2, '0'), substring({0}, 5, 2)), {0})",
        ["czech_birth_gender"] = "if({0} = '', '', if(toUInt8OrZero(substring({0}, 3, 2)) > 50, 'F', 'M'))",
        // Chinese identity numbers (GB 11643): birth date in characters 7 to 14, the 17th is odd for men.
        ["cn_identity_birth_date"] = "if(length({0}) = 18, substring({0}, 7, 8), {0})",
        ["cn_identity_gender"] = "if(length({0}) = 18, if(toUInt8OrZero(substring({0}, 17, 1)) % 2 = 1, 'M', 'F'), '')",
        ["lower"] = "lower({0})",
        ["upper"] = "upper({0})",
        // For banks whose numbers hold letters where the model wants a number.
        ["hash_number"] = "if({0} = '', '', toString(sipHash64({0})))",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
