using Zhike.Intake.Plan;

namespace Zhike.Intake.Quality.Discovered;

/// <summary>The engine's types in the plan's words.</summary>
internal static class DiscoveredTypes
{
    public static PropertyType Of(string type) => type switch
    {
        "Int64" or "UInt64" => PropertyType.Integer,
        "Float64" => PropertyType.Number,
        "String" => PropertyType.Text,
        "Bool" => PropertyType.Flag,
        "Date" => PropertyType.Date,
        _ when type.StartsWith("DateTime", StringComparison.Ordinal) => PropertyType.Instant,
        _ when type.StartsWith("Array", StringComparison.Ordinal) => PropertyType.List,
        _ => PropertyType.Any,
    };

    /// <summary>The narrowest type that all of these fit. The engine reads a text that looks like a day or an instant as one, so beside a text they are texts.</summary>
    public static PropertyType Suggested(IReadOnlyCollection<PropertyType> types) =>
        types.Count == 1 ? types.First()
        : types.Count == 0 ? PropertyType.Any
        : types.All(t => t is PropertyType.Integer or PropertyType.Number) ? PropertyType.Number
        : types.All(t => t is PropertyType.Date or PropertyType.Instant) ? PropertyType.Instant
        : types.All(t => t is PropertyType.Text or PropertyType.Date or PropertyType.Instant) ? PropertyType.Text
        : PropertyType.Any;
}
