-- Question: what was not taken, and why? Grain: one row a source, reason and field, the most frequent first, with the newest samples.
-- Parameters: since, size.
SELECT source, reason, field, sum(events) AS total, toDateTime64(max(minute), 3, 'UTC') AS last, arraySlice(arrayMap(x -> x.2, arrayReverseSort(groupArrayIf((minute, sample), sample != ''))), 1, 5)
FROM event_refusals
WHERE minute >= toDateTime({since:DateTime64(3, 'UTC')}, 'UTC')
GROUP BY source, reason, field
ORDER BY total DESC, source, reason, field
LIMIT {size:UInt64}
