-- Question: which versions of segments are there, and how many of the viewer's customers are in each?
-- Grain: one row a version, newest first. Parameters: segment ('' for the newest version of every segment), viewer_org, viewer_manager.
WITH
    newest AS
    (
        SELECT segment_id, argMax(version, (as_of, version)) AS version
        FROM segment_members
        GROUP BY segment_id
    )
SELECT
    toString(segment_id),
    version,
    as_of,
    computed_at,
    bitmapAndCardinality(
        members,
        (
            SELECT groupBitmapState(customer_id)
            FROM customers
            WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
        ))
FROM segment_members
WHERE ({segment:String} = '' AND (segment_id, version) IN (SELECT segment_id, version FROM newest)) OR segment_id = {segment:String}
ORDER BY as_of DESC, version DESC
LIMIT 500
