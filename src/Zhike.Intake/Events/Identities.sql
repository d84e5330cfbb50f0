-- Question: whose are these identities? Users by customer number first, then by link; claimed users, anonymous ids and devices by link only.
-- Grain: one row an identity that is known: its customer, the number of the identity (0: it is a customer number), and until when its
-- events are that customer's (a device until a second person was seen on it). Customers from 2^63 on are people who are no customers yet.
-- Parameters: users, claimed, anonymous, devices.
WITH
linked AS
(
    SELECT toString(kind) AS kind, value, person, identity, ifNull(shared_since, toDateTime64('2299-01-01 00:00:00', 3, 'UTC')) AS until
    FROM identity_versions FINAL
    WHERE identity IN
    (
        SELECT arrayJoin(arrayConcat(
            arrayMap(u -> sipHash64('user_id', u), arrayConcat({users:Array(String)}, {claimed:Array(String)})),
            arrayMap(a -> sipHash64('anonymous_id', a), {anonymous:Array(String)}),
            arrayMap(d -> sipHash64('device', d), {devices:Array(String)})))
    )
),
told AS
(
    SELECT kind, value, customer_id, sipHash64('user_id', value) AS identity, toDateTime64('2299-01-01 00:00:00', 3, 'UTC') AS until
    FROM customer_identities FINAL
    WHERE kind IN ('user_id', 'customer_no') AND value IN arrayConcat({users:Array(String)}, {claimed:Array(String)})
)
SELECT kind, value, argMin(customer, place), argMin(by, place), argMin(until, place)
FROM
(
    SELECT 'user_id' AS kind, customer_no AS value, customer_id AS customer, toUInt64(0) AS by, toDateTime64('2299-01-01 00:00:00', 3, 'UTC') AS until, 1 AS place
    FROM customer_versions
    WHERE customer_no IN {users:Array(String)}
    UNION ALL
    SELECT kind, value, person, identity, until, 2 FROM linked WHERE kind != 'user_id' OR value IN {users:Array(String)}
    UNION ALL
    SELECT 'claimed_user', value, person, identity, until, 2 FROM linked WHERE kind = 'user_id' AND value IN {claimed:Array(String)}
    UNION ALL
    SELECT 'user_id', value, customer_id, identity, until, 3 FROM told WHERE value IN {users:Array(String)}
    UNION ALL
    SELECT 'claimed_user', value, customer_id, identity, until, 3 FROM told WHERE kind = 'user_id' AND value IN {claimed:Array(String)}
)
GROUP BY kind, value
