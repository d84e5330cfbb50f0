-- Anonymous history joins the person: a copy of each event that came before it was known whose it is. It arrives now, so that tags and
-- strategies see it. An event is known by its user id, else by its anonymous id, else by its device: one branch each, for its column's
-- index. Grain: one row an event and identity; those given before are left out. Parameters: now.
INSERT INTO events (event_id, ts, received_at, name, type, customer_id, user_id, anonymous_id, device_id, session_id, channel, source, properties, context, violations, attributed_by, is_copy)
WITH
owners AS (SELECT * FROM identity_work_owners WHERE customer != 0),
given AS
(
    SELECT event_id FROM events
    WHERE customer_id IN (SELECT customer FROM owners) AND attributed_by IN (SELECT identity FROM owners)
)
SELECT e.event_id, e.ts, {now:DateTime64(3, 'UTC')}, e.name, e.type, o.customer, e.user_id, e.anonymous_id, e.device_id, e.session_id, e.channel, e.source, e.properties, e.context, e.violations, o.identity, true
FROM
(
    SELECT *, sipHash64('user_id', user_id) AS known_by FROM events
    WHERE customer_id = 0 AND NOT is_copy AND user_id != '' AND user_id IN (SELECT value FROM owners WHERE kind = 'user_id')
    UNION ALL
    SELECT *, sipHash64('anonymous_id', anonymous_id) FROM events
    WHERE customer_id = 0 AND NOT is_copy AND user_id = '' AND anonymous_id != '' AND anonymous_id IN (SELECT value FROM owners WHERE kind = 'anonymous_id')
    UNION ALL
    SELECT *, sipHash64('device', device_id) FROM events
    WHERE customer_id = 0 AND NOT is_copy AND user_id = '' AND anonymous_id = '' AND device_id != '' AND device_id IN (SELECT value FROM owners WHERE kind = 'device')
) AS e
INNER JOIN owners AS o ON o.identity = e.known_by
WHERE e.ts < o.until AND e.event_id NOT IN (SELECT event_id FROM given)
