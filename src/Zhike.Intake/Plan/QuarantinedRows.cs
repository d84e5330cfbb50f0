using Zhike.Intake.Events;

namespace Zhike.Intake.Plan;

/// <summary>Events of one call that the plan keeps apart, as rows for the engine. They are acknowledged like the others, so they must be on
/// the disk before the answer.</summary>
internal sealed class QuarantinedRows : RowPieces
{
    /// <summary>INSERT column list.</summary>
    public const string Target =
        "quarantined_events (event_id, ts, received_at, name, type, user_id, anonymous_id, session_id, channel, source, properties, context, violations)";

    private readonly List<Guid> _ids = [];

    public IReadOnlyList<Guid> Ids => _ids;

    /// <param name="row">With the properties of the judgement, where it changed them.</param>
    public void Add(in EventRow row, IReadOnlyList<string> violations)
    {
        _ids.Add(row.Id);
        Begin().Uuid(row.Id).Instant(row.Ts).Instant(row.ReceivedAt)
            .Text(row.Name).Text(row.Type).Text(row.UserId).Text(row.AnonymousId).Text(row.SessionId).Text(row.Channel).Text(row.Source)
            .Utf8(row.Properties).Utf8(row.Context).Texts(violations);
    }
}
