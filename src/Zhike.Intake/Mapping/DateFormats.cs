using System.Collections.Generic;

namespace Zhike.Intake.Mapping;

/// <summary>How a date may be written, each as SQL that makes eight digits yyyymmdd of the text {0} ({1} is the century), or ''
/// where the text has another form.</summary>
internal static class DateFormats
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["yyyy-MM-dd"] = Separated('-', "1, 4", "6, 2", "9, 2", 5, 8),
        ["yyyy/MM/dd"] = Separated('/', "1, 4", "6, 2", "9, 2", 5, 8),
        ["dd.MM.yyyy"] = Separated('.', "7, 4", "4, 2", "1, 2", 3, 6),
        ["dd/MM/yyyy"] = Separated('/', "7, 4", "4, 2", "1, 2", 3, 6),
        ["MM/dd/yyyy"] = Separated('/', "7, 4", "1, 2", "4, 2", 3, 6),
        ["yyyyMMdd"] = "if(length({0}) = 8, {0}, '')",
        ["yyMMdd"] = "if(length({0}) = 6, concat('{1}', {0}), '')",
    };

    private static string Separated(char mark, string year, string month, string day, int first, int second) =>
        $"if(length({{0}}) = 10 AND substring({{0}}, {first}, 1) = '{mark}' AND substring({{0}}, {second}, 1) = '{mark}', " +
        $"concat(substring({{0}}, {year}), substring({{0}}, {month}), substring({{0}}, {day})), '')";
}
