-- Template: how many of the viewer's customers stood in each tier at some dates?
-- Grain: one row a date and tier (its place, 0 for none). Parameters: days, and those of the tier.
SELECT as_of, /*TIER*/ AS tier, count()
FROM tag_values
WHERE as_of IN {days:Array(Date)} AND /*SCOPE*/
GROUP BY as_of, tier
ORDER BY as_of, tier
