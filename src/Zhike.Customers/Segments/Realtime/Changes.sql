-- What: records who entered and who left {segment} with {version}, against the version before it; at the first, everybody entered.
-- Parameters: segment, version, now.
INSERT INTO segment_changes (segment_id, version, as_of, changed_at, customer_id, change)
WITH
    (SELECT groupBitmapMergeState(members) FROM segment_members WHERE segment_id = {segment:String} AND version = {version:UInt64}) AS after,
    (
        SELECT groupBitmapMergeState(members)
        FROM segment_members
        WHERE segment_id = {segment:String}
            AND version = (SELECT max(version) FROM segment_members WHERE segment_id = {segment:String} AND version < {version:UInt64})
    ) AS before
SELECT
    {segment:String},
    {version:UInt64},
    (SELECT any(as_of) FROM segment_members WHERE segment_id = {segment:String} AND version = {version:UInt64}),
    {now:DateTime64(3, 'UTC')},
    change.2,
    change.1
FROM
(
    SELECT arrayJoin(arrayConcat(
        arrayMap(id -> ('entered', id), bitmapToArray(bitmapAndnot(after, before))),
        arrayMap(id -> ('left', id), bitmapToArray(bitmapAndnot(before, after))))) AS change
)
