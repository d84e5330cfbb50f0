-- Question: how many different numbers does an upload hold, and how many of them do the viewer's customers have?
-- Grain: one row. Parameters: upload, viewer_org, viewer_manager.
SELECT
    uniqExact(customer_no),
    (
        SELECT count()
        FROM customers
        WHERE customer_no IN (SELECT customer_no FROM list_upload_rows WHERE upload = {upload:UInt64})
            AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
    ) AS matched
FROM list_upload_rows
WHERE upload = {upload:UInt64}
