-- Question: what arrived in the last minutes, and what became of it? Grain: one event, the newest 200; events of customers only within
-- the viewer's scope. Parameters: since; source, name, user ('' is every one); verdict ('' is every one, kept, marked, quarantined);
-- viewer_org, viewer_manager (bound by the store).
WITH
    arrivals AS
    (
        SELECT event_id, received_at, ts, source, name, type, channel, user_id, anonymous_id, customer_id, toJSONString(properties) AS properties, violations,
            if(notEmpty(violations), 'marked', 'kept') AS verdict
        FROM events
        WHERE received_at >= {since:DateTime64(3, 'UTC')} AND type != 'system' AND NOT is_copy
            AND ({source:String} = '' OR source = {source:String}) AND ({name:String} = '' OR positionCaseInsensitive(name, {name:String}) > 0)
            AND ({user:String} = '' OR user_id = {user:String} OR anonymous_id = {user:String})
            AND ({verdict:String} = '' OR {verdict:String} = if(notEmpty(violations), 'marked', 'kept'))
        ORDER BY received_at DESC
        LIMIT 400
        UNION ALL
        SELECT event_id, received_at, ts, source, name, type, channel, user_id, anonymous_id, 0, properties, violations, 'quarantined'
        FROM quarantined_events
        WHERE received_at >= {since:DateTime64(3, 'UTC')}
            AND ({source:String} = '' OR source = {source:String}) AND ({name:String} = '' OR positionCaseInsensitive(name, {name:String}) > 0)
            AND ({user:String} = '' OR user_id = {user:String} OR anonymous_id = {user:String})
            AND ({verdict:String} IN ('', 'quarantined'))
        ORDER BY received_at DESC
        LIMIT 200
    ),
    visible AS
    (
        SELECT customer_id
        FROM customers
        WHERE customer_id IN (SELECT customer_id FROM arrivals) AND startsWith(org_path, {viewer_org:String})
            AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
    )
SELECT event_id, received_at, ts, source, name, type, channel, user_id, anonymous_id, customer_id, substring(properties, 1, 4000), violations, verdict
FROM arrivals
WHERE customer_id = 0 OR customer_id IN (SELECT customer_id FROM visible)
ORDER BY received_at DESC, event_id
LIMIT 200
