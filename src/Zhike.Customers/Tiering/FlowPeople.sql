-- Template: who went from a tier to another between two dates, completed by TieringPeople with an order and a page, or counted.
-- Grain: one row a customer. Parameters: from, to; old and new (places, -1 for any); way ('up', 'down', or '' for any pair); and those of the tier.
SELECT
    customer_id,
    maxIf(tier, as_of = {from:Date}) AS old,
    maxIf(tier, as_of = {to:Date}) AS new
FROM (SELECT customer_id, as_of, /*TIER*/ AS tier, /*SCOPE*/ AS in_scope FROM tag_values WHERE as_of IN ({from:Date}, {to:Date}))
GROUP BY customer_id
HAVING argMax(in_scope, as_of)
   AND ({old:Int16} < 0 OR old = {old:Int16})
   AND ({new:Int16} < 0 OR new = {new:Int16})
   AND ({way:String} = '' OR (old > 0 AND new > 0 AND if({way:String} = 'up', new > old, new < old)))
