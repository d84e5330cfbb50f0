-- Question: which lists of customers are there, and how many of the viewer's customers are on each?
-- Grain: one row a list (its newest upload). Parameters: viewer_org, viewer_manager.
SELECT
    toString(list_key),
    name_zh,
    name_en,
    version,
    uploaded_at,
    uploaded_by,
    bitmapAndCardinality(
        members,
        (
            SELECT groupBitmapState(customer_id)
            FROM customers
            WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
        )),
    unknown
FROM customer_lists
WHERE (list_key, version) IN (SELECT list_key, max(version) FROM customer_lists GROUP BY list_key)
ORDER BY list_key
