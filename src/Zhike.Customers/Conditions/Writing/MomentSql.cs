using Zhike.Contracts.Customers;

namespace Zhike.Customers.Conditions.Writing;

/// <summary>Times of fact rows against the moment of the question: business dates for transactions, instants for events.
/// Windows are half-open: after their begin, up to and with their end.</summary>
internal sealed class MomentSql(ConditionScope scope, ParameterBinder binder)
{
    public static string Column(Act act) => act.ByDay ? "f.booked_on" : "f.ts";

    /// <summary>So many days before the moment.</summary>
    public string DaysBack(Act act, int days) => act.ByDay ? binder.Add(scope.AsOf.AddDays(-days)) : binder.Add(scope.Now.AddDays(-days));

    public string UpToNow(Act act) => $"{Column(act)} <= {DaysBack(act, 0)}";

    public string After(Act act, int days) => $"{Column(act)} > {DaysBack(act, days)}";

    public string UpTo(Act act, int days) => $"{Column(act)} <= {DaysBack(act, days)}";

    /// <summary>The begins of the last periods, the newest first, as an array.</summary>
    public string Edges(Regularly regularly) => regularly.Act.ByDay
        ? binder.AddMany("Date", Enumerable.Range(1, regularly.OfLast).Select(i => Periods.Back(scope.AsOf, i, regularly.Unit).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)))
        : binder.AddInstants(Enumerable.Range(1, regularly.OfLast).Select(i => Periods.Back(scope.Now, i, regularly.Unit)));

    /// <summary>What stands behind FROM and WHERE for rows of an act in a window.</summary>
    public string Rows(Act act, IEnumerable<string> conditions, bool sinceEnrolment)
    {
        var all = conditions.ToList();
        var since = "";
        if (sinceEnrolment)
        {
            since = $" INNER JOIN {scope.SinceTable} AS s ON f.customer_id = s.customer_id";
            all.Add($"f.customer_id IN (SELECT customer_id FROM {scope.SinceTable})");
            all.Add(act.ByDay ? "f.booked_at > s.since" : "f.ts > s.since");
        }

        return $"{act.Table.From} AS f{since} WHERE {string.Join(" AND ", all)}";
    }

    /// <summary>The row is one of the act.</summary>
    public string Is(Act act) => act.Where.Length == 0 ? "1" : $"({TestSql.Of(act.Where, scope.AsOf, binder)})";
}
