using System.Collections.Immutable;
using System.Globalization;
using Zhike.Contracts.Customers;
using Zhike.Customers.PersonalData;
using Zhike.Customers.Spreadsheets;
using Zhike.Kernel;
using PersonalRecord = Zhike.Contracts.Customers.PersonalData;

namespace Zhike.Customers.Segments.Exports;

/// <summary>One row as the store tells it, with what the columns need beside it.</summary>
/// <param name="Draw">Where it stands in the export's order.</param>
/// <param name="Tags">In the order of the chosen tags.</param>
internal sealed record MemberRow(
    ulong CustomerId, ulong Draw, string CustomerNo, string Gender, long? Age, DateOnly OpenedOn, string Outlet, string ManagerId, object?[] Tags);

/// <summary>The fields that may be exported. What is not here never leaves by this door: account numbers, transactions, free attributes.</summary>
internal static class ExportColumns
{
    public const int ColumnsMax = 60;
    public const string TagPrefix = "tag.";

    public static ImmutableArray<ExportColumnView> Fields { get; } =
    [
        new("customer_no", "客户号", "Customer number", "bank", false),
        new(PersonalFields.Name, "姓名", "Name", "person", true),
        new(PersonalFields.Phone, "手机号", "Phone", "person", true),
        new(PersonalFields.Email, "邮箱", "E-mail", "person", true),
        new(PersonalFields.IdNumber, "证件号", "Identity number", "person", true),
        new(PersonalFields.Address, "地址", "Address", "person", true),
        new("gender", "性别", "Gender", "person", false),
        new("age", "年龄", "Age", "person", false),
        new("opened_on", "开户日期", "Customer since", "bank", false),
        new("outlet", "归属网点", "Outlet", "bank", false),
        new("manager", "客户经理", "Customer manager", "bank", false),
    ];

    public static IReadOnlyList<ExportColumnView> All(IEnumerable<TagInfo> live) =>
        [.. Fields, .. live.Select(t => new ExportColumnView(TagPrefix + t.Key, t.NameZh, t.NameEn, t.Dimension, false))];

    public static void Check(IReadOnlyList<string>? chosen, IReadOnlyList<ExportColumnView> allowed, List<FieldError> errors)
    {
        if (chosen is not { Count: > 0 and <= ColumnsMax })
        {
            errors.Add(new FieldError("columns", $"must be 1 to {ColumnsMax} columns"));
            return;
        }

        var known = allowed.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        errors.AddRange(chosen.Index().Where(c => !known.Contains(c.Item ?? "")).Select(c => new FieldError($"columns[{c.Index}]", $"is no column that may be exported: \"{c.Item}\"")));
        if (chosen.Distinct().Count() < chosen.Count)
        {
            errors.Add(new FieldError("columns", "must name each column once"));
        }
    }

    /// <summary>What stands in a column of a row.</summary>
    public static Cell Value(string key, MemberRow row, PersonalRecord person, string manager, string language) => key switch
    {
        "customer_no" => new Cell(row.CustomerNo),
        PersonalFields.Name => new Cell(person.Name),
        PersonalFields.Phone => new Cell(person.Phone),
        PersonalFields.Email => new Cell(person.Email),
        PersonalFields.IdNumber => new Cell(person.IdNumber),
        PersonalFields.Address => new Cell(person.Address),
        "gender" => new Cell((row.Gender, language) switch { ("F", "zh") => "女", ("M", "zh") => "男", _ => row.Gender }),
        "age" => row.Age is { } age ? Cell.Number(age) : Cell.Empty,
        "opened_on" => Day(row.OpenedOn),
        "outlet" => new Cell(row.Outlet),
        "manager" => new Cell(manager),
        _ => throw new InvalidOperationException($"No column {key}."),
    };

    public static Cell TagValue(TagInfo tag, object? value, string language) => value switch
    {
        null => Cell.Empty,
        string code => tag.Named(code) is var named && language == "zh" ? new Cell(named.Zh) : new Cell(named.En),
        DateOnly day => Day(day),
        bool or byte when tag.Type == "flag" => new Cell((Convert.ToBoolean(value, CultureInfo.InvariantCulture), language) switch { (true, "zh") => "是", (false, "zh") => "否", (true, _) => "yes", _ => "no" }),
        IFormattable number => Cell.Number(number),
        _ => new Cell(value.ToString() ?? ""),
    };

    private static Cell Day(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
