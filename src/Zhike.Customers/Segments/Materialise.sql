-- Question: who belongs to {segment} at {as_of}?
-- Grain: one row, a new version; none when the newest version of that date has the same members already.
-- Sets of millions are not sorted for the look into the primary index: everybody is read anyway.
-- Parameters: segment, as_of, now, and those of the compiled set that stands for /*SET*/.
INSERT INTO segment_members (segment_id, version, as_of, computed_at, members)
SELECT
    {segment:String},
    (SELECT max(version) FROM segment_members WHERE segment_id = {segment:String}) + 1,
    {as_of:Date},
    {now:DateTime64(3, 'UTC')},
    fresh.members
FROM (SELECT groupBitmapState(customer_id) AS members FROM (/*SET*/)) AS fresh
LEFT JOIN
(
    SELECT 1 AS one, members
    FROM segment_members
    WHERE segment_id = {segment:String} AND as_of = {as_of:Date}
    ORDER BY version DESC
    LIMIT 1
) AS newest ON newest.one = 1
WHERE isNull(newest.one) OR bitmapXorCardinality(fresh.members, newest.members) > 0
SETTINGS use_index_for_in_with_subqueries = 0
