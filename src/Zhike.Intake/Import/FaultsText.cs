using System.Text.Json;
using Zhike.Kernel;

namespace Zhike.Intake.Import;

/// <summary>What was wrong, kept with its codes and values, so that each reader gets it in a language of theirs.</summary>
internal static class FaultsText
{
    /// <summary>The field of what is wrong with the whole.</summary>
    public const string Whole = "";

    public static string Of(IReadOnlyList<FieldError> faults) => faults.Count == 0 ? "" : JsonSerializer.Serialize(faults, JsonSerializerOptions.Web);

    /// <summary>Nothing for what was kept before codes were.</summary>
    public static IReadOnlyList<FieldError> Read(string text) => text.Length == 0 ? [] : JsonSerializer.Deserialize<List<FieldError>>(text, JsonSerializerOptions.Web)!;

    /// <summary>In English, one after the other.</summary>
    public static string Sentence(IEnumerable<FieldError> faults) => string.Join("; ", faults.Select(f => f.Field == Whole ? f.Message : $"{f.Field} {f.Message}"));
}
