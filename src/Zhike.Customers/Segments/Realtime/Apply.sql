-- What: adds a version of {segment} in which of the {touched} customers exactly the {holding} belong, and all others as before.
-- Nothing where that changes nobody. Parameters: segment, as_of, now, touched, holding.
INSERT INTO segment_members (segment_id, version, as_of, computed_at, members)
SELECT {segment:String}, version + 1, {as_of:Date}, {now:DateTime64(3, 'UTC')}, next
FROM
(
    SELECT
        version,
        members,
        bitmapOr(bitmapAndnot(members, bitmapBuild({touched:Array(UInt64)})), bitmapBuild({holding:Array(UInt64)})) AS next
    FROM segment_members
    WHERE segment_id = {segment:String}
    ORDER BY version DESC
    LIMIT 1
)
WHERE bitmapXorCardinality(members, next) > 0
