-- Question: what did the customer do, and what was done about them, newest first? What was done in one session on one channel is one
-- row, what belongs to no session a row of its own; a contact carries what came of it. What the system itself reports (type system) is
-- left out: contacts tell it. Grain: one row a session, an event or a contact; the last column counts all of them.
-- Parameters: customer, now, type (empty, behaviour, contact, work_order), events_shown, offset, size.
WITH seen AS
(
    SELECT customer_id FROM customers
    WHERE customer_id = {customer:UInt64}
      AND startsWith(org_path, {viewer_org:String})
      AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
),
own AS
(
    SELECT run, contact_id, decided_at, toString(channel) AS channel, toString(decision) AS decision, toString(template) AS template,
        toString(journey_id) AS journey, version, toString(node) AS node
    FROM contacts
    WHERE customer_id = {customer:UInt64} AND customer_id IN (SELECT customer_id FROM seen) AND decided_at <= {now:DateTime64(3, 'UTC')}
      AND ({type:String} IN ('', 'contact') OR ({type:String} = 'work_order' AND channel = 'work_order'))
),
results AS
(
    SELECT run, contact_id, arraySort(groupArray((toUInt64(toUnixTimestamp64Milli(happened_at)), toString(outcome), toString(label)))) AS steps
    FROM outcomes
    WHERE contact_id IN (SELECT contact_id FROM own) AND happened_at <= {now:DateTime64(3, 'UTC')}
    GROUP BY run, contact_id
)
SELECT type, began, ended, key, channel, is_anonymous, events, times, names, details, run, decision, template, journey, version, node, count() OVER ()
FROM
(
    SELECT if(session = '', 'event', 'session') AS type, began, ended, key, channel, is_anonymous, events,
        arrayMap(e -> e.1, shown) AS times, arrayMap(e -> e.2, shown) AS names, arrayMap(e -> e.3, shown) AS details,
        'live' AS run, '' AS decision, '' AS template, '' AS journey, toUInt32(0) AS version, '' AS node
    FROM
    (
        SELECT if(session_id = '', toString(event_id), session_id) AS key, any(session_id) AS session, toString(channel) AS channel, min(ts) AS began, max(ts) AS ended,
            max(is_copy) AS is_anonymous, count() AS events,
            arraySlice(arraySort(groupArray((toUInt64(toUnixTimestamp64Milli(ts)), toString(name), substring(toString(properties), 1, 1000)))), 1, {events_shown:UInt32}) AS shown
        FROM events
        WHERE customer_id = {customer:UInt64} AND customer_id IN (SELECT customer_id FROM seen) AND ts <= {now:DateTime64(3, 'UTC')}
          AND type != 'system' AND {type:String} IN ('', 'behaviour')
        GROUP BY key, channel
    )
    UNION ALL
    SELECT if(own.channel = 'work_order', 'work_order', 'contact'), own.decided_at, own.decided_at, toString(own.contact_id), own.channel, false, toUInt64(0),
        arrayMap(s -> s.1, r.steps), arrayMap(s -> s.2, r.steps), arrayMap(s -> s.3, r.steps),
        toString(own.run), own.decision, own.template, own.journey, own.version, own.node
    FROM own
    LEFT JOIN results AS r ON r.run = own.run AND r.contact_id = own.contact_id
)
ORDER BY ended DESC, type, key
LIMIT {size:UInt32} OFFSET {offset:UInt64}
