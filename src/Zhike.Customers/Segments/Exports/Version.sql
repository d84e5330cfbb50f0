-- Question: which version of {segment} is it, and how many of the viewer's customers belong to it who were not erased?
-- Grain: one row or none. Parameters: segment, version (0 for the newest), as_of, viewer_org, viewer_manager.
SELECT
    version,
    as_of,
    bitmapAndCardinality(
        members,
        (
            SELECT groupBitmapState(customer_id)
            FROM customers
            WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
              AND customer_id NOT IN (SELECT customer_id FROM suppressions WHERE list = 'erased')
        ))
FROM segment_members
WHERE segment_id = {segment:String} AND ({version:UInt64} = 0 OR version = {version:UInt64}) AND as_of <= {as_of:Date}
ORDER BY as_of DESC, version DESC
LIMIT 1
