-- Question: which names of events has each source sent? Grain: one row a source and name, at most some thousands a source.
SELECT source, name
FROM events
WHERE type = 'track'
GROUP BY source, name
LIMIT 5000 BY source
