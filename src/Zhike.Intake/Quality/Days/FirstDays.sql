-- Question: since when does an event arrive? Grain: source, event. Parameters: zone of the bank.
SELECT source, name, toDate(min(first_seen), {zone:String}) AS first_day
FROM event_counts
GROUP BY source, name
