-- Question: whose real-time tags can differ from those of the nightly run below?
-- Grain: customer_id, each once, ascending. Parameters: those of the nightly run's own look, which stands for the SET; looks_at_entries (1 where
-- a tag is entered by hand), entered_from (entries from this date on may have expired since), finished (of the nightly run).
SELECT DISTINCT customer_id
FROM
(
    SELECT customer_id FROM (/*SET*/)
    UNION ALL
    SELECT customer_id FROM supplements WHERE {looks_at_entries:UInt8} = 1 AND entered_on >= {entered_from:Date}
    UNION ALL
    SELECT arrayJoin([person, other]) AS customer_id FROM identity_changes WHERE changed_at > {finished:DateTime64(3, 'UTC')}
)
ORDER BY customer_id
