-- Question: how large was {segment} at each computation, and who entered and left since the one before?
-- Grain: one row a version, newest first; only the viewer's customers are counted. Parameters: segment, points, viewer_org, viewer_manager.
WITH
    (
        SELECT groupBitmapState(customer_id)
        FROM customers
        WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
    ) AS mine,
    numbered AS
    (
        SELECT version, as_of, computed_at, members, row_number() OVER (ORDER BY as_of DESC, version DESC) AS place
        FROM segment_members
        WHERE segment_id = {segment:String}
        ORDER BY as_of DESC, version DESC
        LIMIT {points:UInt64} + 1
    )
SELECT
    one.version,
    one.as_of,
    one.computed_at,
    bitmapAndCardinality(one.members, mine) AS customers,
    if(isNull(before.place), NULL, bitmapAndCardinality(bitmapAndnot(one.members, before.members), mine)) AS entered,
    if(isNull(before.place), NULL, bitmapAndCardinality(bitmapAndnot(before.members, one.members), mine)) AS gone
FROM numbered AS one
LEFT JOIN numbered AS before ON one.place + 1 = before.place
WHERE one.place <= {points:UInt64}
ORDER BY one.place
