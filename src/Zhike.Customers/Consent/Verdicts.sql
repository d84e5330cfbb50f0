-- Question: who of these people may be contacted, and else why not? Read as of one instant: the newest answer about the purpose on the
-- channel (of two of the same instant the refusal), the newest about all channels, and the list that forbids it, the gravest first.
-- Grain: one row a customer who is a customer of the bank; both words empty where nothing forbids it.
-- Parameters: gate_channel, gate_purpose, gate_line, gate_at, gate_needs_consent, gate_known (channel and purpose are); people is put in.
SELECT
    customer_id,
    multiIf(
        empty({gate_known:String}), ('no_consent', 'unknown_channel'),
        {gate_known:String} = 'no purpose', ('no_consent', 'unknown_purpose'),
        NOT is_known, ('no_consent', 'unknown_customer'),
        list != '', ('suppressed', list),
        own = '' AND {gate_needs_consent:Bool}, ('no_consent', 'never_asked'),
        own NOT IN ('', 'granted'), ('no_consent', own),
        everywhere NOT IN ('', 'granted'), ('no_consent', 'refused_all'),
        ('', '')) AS verdict,
    verdict.1 AS gate_decision,
    verdict.2 AS gate_detail
FROM
(
    SELECT
        customer_id,
        countIf(what = 'known') > 0 AS is_known,
        argMinIf(word, (weight, word), what = 'list') AS list,
        argMaxIf(word, (at, weight, word), what = 'own') AS own,
        argMaxIf(word, (at, weight, word), what = 'all') AS everywhere
    FROM
    (
        SELECT customer_id, 'known' AS what, '' AS word, toDateTime64(0, 3, 'UTC') AS at, 0 AS weight
        FROM customer_versions
        WHERE customer_id IN (/*people*/SELECT 0 AS customer_id/*end*/)
        UNION ALL
        SELECT
            customer_id, if(channel = 'all' AND {gate_channel:String} != 'all', 'all', 'own') AS what,
            if(granted, 'granted', if(answer = 'withdrawn', 'withdrawn', 'denied')) AS word, decided_at AS at, if(granted, 0, 1) AS weight
        FROM consents
        WHERE customer_id IN (/*people*/SELECT 0 AS customer_id/*end*/)
            AND purpose = {gate_purpose:String} AND channel IN ({gate_channel:String}, 'all') AND decided_at <= {gate_at:DateTime64(3, 'UTC')}
        UNION ALL
        SELECT
            customer_id, 'list' AS what, toString(list) AS word, starts_at AS at,
            transform(word, ['erased', 'deceased', 'legal_hold', 'complaint', 'opt_out', 'credit_distress', 'rm_managed'], [0, 1, 2, 3, 4, 5, 6], 9) AS weight
        FROM suppression_versions FINAL
        WHERE customer_id IN (/*people*/SELECT 0 AS customer_id/*end*/)
            AND starts_at <= {gate_at:DateTime64(3, 'UTC')} AND ends_at > {gate_at:DateTime64(3, 'UTC')}
            AND (empty(channels) OR has(channels, {gate_channel:String}))
            AND (empty(purposes) OR has(purposes, {gate_purpose:String}))
            AND (empty(lines) OR {gate_line:String} = '' OR has(lines, {gate_line:String}))
    )
    GROUP BY customer_id
)
