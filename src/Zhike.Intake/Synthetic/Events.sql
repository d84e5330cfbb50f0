-- Question: what did the customers of the chunk do in the mobile bank in the sixty days up to as_of?
-- Grain: one row an event. Parameters: seed, as_of, run_id.
INSERT INTO events (event_id, ts, received_at, name, type, customer_id, user_id, session_id, channel, source, properties)
WITH
    ['app_login', 'app_login', 'app_login', 'app_login', 'app_login', 'page_viewed', 'page_viewed', 'page_viewed', 'product_viewed', 'product_viewed', 'transfer_started', 'transfer_started',
     'transfer_submitted', 'transfer_abandoned', 'fund_viewed', 'coupon_opened', 'card_bound', 'loan_application_started', 'loan_application_submitted', 'risk_assessed'] AS names
SELECT
    reinterpretAsUUID(concat(reinterpretAsString(h), reinterpretAsString(cityHash64(h, customer_id)))),
    toDateTime64(greatest(last_active - h % 60, opened_on), 3, 'UTC') + INTERVAL (21600 + intDiv(h, 61) % 57600) SECOND AS happened_at,
    happened_at + INTERVAL 1 SECOND,
    names[1 + intDiv(h, 100000) % length(names)] AS event,
    'track',
    customer_id,
    concat('C', leftPad(toString(customer_id), 10, '0')),
    toString(h % 60),
    'app',
    'synth',
    multiIf(
        event = 'product_viewed', concat('{"product":"', ['cash-fund', 'bond-fund', 'time-deposit', 'gold-card', 'consumer-loan'][1 + h % 5], '"}'),
        event = 'risk_assessed', concat('{"result":"C', toString(1 + h % 5), '"}'),
        '{}')
FROM synth_traits
ARRAY JOIN arrayMap(i -> cityHash64({seed:UInt64}, customer_id, i, 'event'), range(events)) AS h
