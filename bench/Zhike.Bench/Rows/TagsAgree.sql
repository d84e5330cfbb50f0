-- Whether the tags and the statement by hand say the same of everybody (quotients apart, which are floating point).
-- Grain: one number, the customers of whom they differ. Parameters: as_of, ours (the table of those tags).
WITH
    ours AS
    (
        SELECT customer_id, cityHash64(toString(tuple(* EXCEPT (balance_to_90d_ago, outflow_to_income_90d)))) AS said
        FROM {ours:Identifier} WHERE as_of = {as_of:Date}
    ),
    theirs AS
    (
        SELECT customer_id, cityHash64(toString(tuple(* EXCEPT (balance_to_90d_ago, outflow_to_income_90d)))) AS said
        FROM bench_tags
    )
SELECT assumeNotNull(countIf(ours.said != ifNull(theirs.said, 0)) + (SELECT count() FROM theirs WHERE customer_id NOT IN (SELECT customer_id FROM ours)))
FROM ours LEFT JOIN theirs ON theirs.customer_id = ours.customer_id
