namespace Zhike.Customers.Tags.Running;

/// <summary>Section "Tags" of the configuration.</summary>
public sealed record TagOptions
{
    /// <summary>So many of the newest business dates keep their tag values; changes are kept for ever.</summary>
    public int DatesKept { get; init; } = 400;

    /// <summary>A run works on so many customers at a time: fewer need less memory.</summary>
    public int CustomersAtOnce { get; init; } = 1_000_000;
}
