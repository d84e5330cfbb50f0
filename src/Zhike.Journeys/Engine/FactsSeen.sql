-- Question: has anything come in that an entry or a goal may depend on? Row counts come from the parts' own headers.
-- Grain: one word. No parameters.
SELECT assumeNotNull(concat(
    toString((SELECT count() FROM transactions)), ' ',
    toString((SELECT count() FROM events)), ' ',
    toString((SELECT count() FROM holding_versions)), ' ',
    toString((SELECT count() FROM customer_versions)), ' ',
    toString((SELECT count() FROM tag_values)))) AS facts_seen
