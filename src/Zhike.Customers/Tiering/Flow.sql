-- Template: from which tier to which did the viewer's customers go between two dates?
-- Grain: one row a pair of tiers (places; 0 for none or no customer yet). Whose a customer is, is judged at the later date on which they are there.
-- Parameters: from, to, and those of the tier.
SELECT old, new, count()
FROM
(
    SELECT
        maxIf(tier, as_of = {from:Date}) AS old,
        maxIf(tier, as_of = {to:Date}) AS new
    FROM (SELECT customer_id, as_of, /*TIER*/ AS tier, /*SCOPE*/ AS in_scope FROM tag_values WHERE as_of IN ({from:Date}, {to:Date}))
    GROUP BY customer_id
    HAVING argMax(in_scope, as_of)
)
GROUP BY old, new
ORDER BY old, new
SETTINGS optimize_aggregation_in_order = 1
