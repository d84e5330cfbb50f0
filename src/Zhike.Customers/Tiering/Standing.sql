-- Template: how many of the viewer's customers stand in each tier at a date, and since how many days?
-- Grain: one row a tier (its place, 0 for none). Days are counted from the last recorded change of the tag; whoever never changed has
-- stood there at least since the first date that was computed, and is counted apart. Parameters: as_of, tag, and those of the tier.
WITH
    since AS
    (
        SELECT customer_id, max(as_of) AS day
        FROM tag_changes
        WHERE tag = {tag:String} AND as_of <= {as_of:Date}
        GROUP BY customer_id
    ),
    standing AS
    (
        SELECT /*TIER*/ AS tier, customer_id
        FROM tag_values
        WHERE as_of = {as_of:Date} AND /*SCOPE*/
    ),
    stays AS
    (
        SELECT tier, toInt32(dateDiff('day', since.day, {as_of:Date})) AS days, count() AS customers
        FROM standing
        LEFT JOIN since ON since.customer_id = standing.customer_id
        GROUP BY tier, days
    )
SELECT
    tier,
    sum(customers),
    sumIf(customers, isNull(days)),
    quantilesExactWeightedIf(0.25, 0.5, 0.75)(toFloat64(ifNull(days, 0)), customers, isNotNull(days))
FROM stays
GROUP BY tier
ORDER BY tier
