using System.Reflection;
using Zhike.Contracts.Bank;

namespace Zhike.House.Tests;

/// <summary>What may stand in Zhike.Contracts.</summary>
public sealed class Doors
{
    public static TheoryData<string> PublicTypes => [.. typeof(BankOptions).Assembly.GetExportedTypes().Where(t => !t.IsNested).Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Only_sealed_records_interfaces_enums_and_pure_functions_cross_a_door(string typeName)
    {
        var type = typeof(BankOptions).Assembly.GetType(typeName)!;

        (type.IsInterface || type.IsEnum || IsStatic(type) || (type.IsSealed && IsRecord(type)))
            .ShouldBeTrue($"{typeName} is neither a sealed record nor an interface, an enum or a static class");
    }

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void No_database_type_crosses_a_door(string typeName)
    {
        var type = typeof(BankOptions).Assembly.GetType(typeName)!;
        var seen = type.GetMethods().SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))
            .Concat(type.GetProperties().Select(p => p.PropertyType))
            .SelectMany(Parts);

        seen.Where(t => t.Namespace?.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) == true
                || t.Namespace?.StartsWith("System.Data", StringComparison.Ordinal) == true)
            .ShouldBeEmpty($"{typeName} hands a database type over");
    }

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    private static bool IsRecord(Type type) => type.IsValueType
        ? type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null
        : type.GetMethod("<Clone>$") is not null;
}
