-- Question: what did the customer do, and what was done about them, newest first? Events of every channel, contacts of the live
-- run and of replays, and what came of them; is_anonymous: done before it was known who it was. Grain: one row a happening; the
-- last column counts all of them.
-- Parameters: customer, now, offset, size.
WITH seen AS
(
    SELECT customer_id FROM customers
    WHERE customer_id = {customer:UInt64}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
SELECT at, type, name, channel, title, detail, run, is_anonymous, count() OVER ()
FROM
(
    SELECT ts AS at, 'event' AS type, toString(name) AS name, toString(channel) AS channel, '' AS title,
        substring(toString(properties), 1, 1000) AS detail, 'live' AS run, is_copy AS is_anonymous
    FROM events
    WHERE customer_id IN (SELECT customer_id FROM seen) AND ts <= {now:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT decided_at, 'contact', toString(decision), toString(channel), toString(template), concat(journey_id, ' / ', node), toString(run), false
    FROM contacts
    WHERE customer_id IN (SELECT customer_id FROM seen) AND decided_at <= {now:DateTime64(3, 'UTC')}
    UNION ALL
    SELECT happened_at, 'outcome', toString(outcome), '', toString(label), detail, toString(run), false
    FROM outcomes
    WHERE customer_id IN (SELECT customer_id FROM seen) AND happened_at <= {now:DateTime64(3, 'UTC')}
)
ORDER BY at DESC, type, name
LIMIT {size:UInt32} OFFSET {offset:UInt64}
