-- Question: which events wait in quarantine, and why? Grain: source, event and set of violations.
-- Parameters: source, name ('' is every one).
SELECT source, name, violations, count() AS events, min(received_at) AS first_at, max(received_at) AS last_at, substring(any(properties), 1, 2000) AS sample
FROM quarantined_events
WHERE event_id NOT IN (SELECT event_id FROM quarantine_decisions) AND ({source:String} = '' OR source = {source:String}) AND ({name:String} = '' OR name = {name:String})
GROUP BY source, name, violations
ORDER BY events DESC, source, name, violations
LIMIT 500
