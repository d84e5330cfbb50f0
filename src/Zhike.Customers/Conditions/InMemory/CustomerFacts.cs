namespace Zhike.Customers.Conditions.InMemory;

/// <summary>What a condition needs to know of one customer: rows by the part of the plan that asked for them.</summary>
/// <param name="Since">Instant of the customer's enrolment, where a journey asks.</param>
internal sealed record CustomerFacts(ulong CustomerId, DateTimeOffset? Since)
{
    private readonly Dictionary<int, List<FactRow>> _parts = [];

    public IReadOnlyList<FactRow> Rows(int part) => _parts.TryGetValue(part, out var rows) ? rows : [];

    /// <summary>The part's only row; null when there is none.</summary>
    public FactRow? Row(int part) => _parts.TryGetValue(part, out var rows) ? rows[0] : null;

    public void Add(int part, FactRow row)
    {
        if (!_parts.TryGetValue(part, out var rows))
        {
            _parts[part] = rows = [];
        }

        rows.Add(row);
    }
}

/// <summary>A row with the columns that were asked for, as texts.</summary>
/// <param name="AtMs">Its instant as Unix milliseconds; 0 where it has none.</param>
/// <param name="Day">Its business date.</param>
internal sealed record FactRow(long AtMs, DateOnly Day, string?[] Values);
