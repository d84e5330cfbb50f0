-- What apps reported about messages (shown, clicked, closed) as outcomes: each contact and outcome once, at its first report.
-- Shown means that it was delivered. Grain: one row a contact and outcome. Parameters: since (of receipt).
INSERT INTO outcomes (run, contact_id, customer_id, journey_id, outcome, label, happened_at, detail)
WITH
    reported AS
    (
        SELECT
            toUInt64OrZero(ifNull(toString(properties.contactId), '')) AS contact_id,
            customer_id,
            arrayJoin(multiIf(name = 'message_shown', ['delivered', 'shown'], name = 'message_clicked', ['clicked'], ['closed'])) AS outcome,
            min(ts) AS first_at
        FROM events
        WHERE name IN ('message_shown', 'message_clicked', 'message_closed') AND type = 'track' AND received_at >= {since:DateTime64(3, 'UTC')}
        GROUP BY contact_id, customer_id, outcome
    ),
    known AS
    (
        SELECT contact_id, outcome FROM outcomes
        WHERE run = 'live' AND outcome IN ('delivered', 'shown', 'clicked', 'closed') AND contact_id IN (SELECT contact_id FROM reported)
    )
SELECT 'live', r.contact_id, any(c.customer_id), any(c.journey_id), r.outcome, any(c.channel), min(r.first_at), ''
FROM reported AS r
INNER JOIN (SELECT contact_id, customer_id, journey_id, channel FROM contacts WHERE run = 'live' AND contact_id IN (SELECT contact_id FROM reported)) AS c
    ON c.contact_id = r.contact_id
WHERE (r.customer_id = c.customer_id OR r.customer_id = 0) AND (r.contact_id, r.outcome) NOT IN (SELECT contact_id, outcome FROM known)
GROUP BY r.contact_id, r.outcome
