-- Question: what did the last identity runs do, newest first? Grain: one row a run.
SELECT finished_at, seconds, links, identities, merged, held, events_given, events_taken
FROM identity_runs
ORDER BY finished_at DESC
LIMIT 50
