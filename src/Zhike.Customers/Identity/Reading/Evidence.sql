-- Question: why? The links between the identities of one customer, and those that somebody put apart from them.
-- Grain: one row a link. Parameters: identities (of a customer that the asker may see).
SELECT
    a, b, any(toString(a_kind)), any(a_value), any(toString(b_kind)), any(b_value),
    arrayStringConcat(arraySort(groupUniqArray(5)(toString(rule))), ' '), arrayStringConcat(arraySort(groupUniqArray(5)(toString(source))), ' '),
    min(observed_at), max(observed_at), count(), toString(argMin(event_id, observed_at)),
    any(ifNull(toString(d.decision), '')), any(ifNull(d.reason, '')), any(ifNull(d.decided_by, ''))
FROM identity_evidence AS e
LEFT JOIN (SELECT a AS low, b AS high, decision, reason, decided_by FROM identity_decisions FINAL) AS d ON d.low = least(e.a, e.b) AND d.high = greatest(e.a, e.b)
WHERE a IN {identities:Array(UInt64)} OR b IN {identities:Array(UInt64)}
GROUP BY a, b
ORDER BY min(observed_at)
LIMIT 1000
