-- New evidence of a day, one link a row: devices and openids of known app users, app users that share a phone with known ones, and a
-- few phones that two customers share. Grain: one row a link. Parameters: links, round, people, at.
INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at, received_at)
SELECT
    if(number % 20 = 19, 'customer_no', 'user_id'),
    multiIf(number % 20 = 19, concat('C', leftPad(toString(n), 8, '0')), number % 20 IN (16, 18), concat('v', toString(n), '-', toString({round:UInt64})), concat('u', toString(n))),
    multiIf(number % 20 < 10, 'anonymous_id', number % 20 < 15, 'openid', 'phone_hash'),
    multiIf(number % 20 < 10, concat('a', toString(number), '-', toString({round:UInt64})), number % 20 < 15, concat('o', toString(number), '-', toString({round:UInt64})),
        concat('p', toString(if(number % 20 = 19, intDiv(number, 40), intDiv(number, 2))), '-', toString(if(number % 20 = 19, 1, 0)), '-', toString({round:UInt64}))),
    'declared', 'bench', generateUUIDv4(), {at:DateTime64(3, 'UTC')}, {at:DateTime64(3, 'UTC')}
FROM (SELECT number, 1 + cityHash64(number, {round:UInt64}) % {people:UInt64} AS n FROM numbers({links:UInt64}))
