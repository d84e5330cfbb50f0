-- What: adds a version to a list: the viewer's customers whose numbers an upload holds.
-- Parameters: upload, key, name_zh, name_en, staff, now; unknown, rows, duplicates, bad (counts of the upload); viewer_org, viewer_manager.
INSERT INTO customer_lists (list_key, version, name_zh, name_en, uploaded_at, uploaded_by, members, unknown, file_rows, duplicates, bad_rows)
SELECT
    {key:String},
    (SELECT max(version) FROM customer_lists WHERE list_key = {key:String}) + 1,
    {name_zh:String},
    {name_en:String},
    {now:DateTime64(3, 'UTC')},
    {staff:String},
    groupBitmapState(customer_id),
    {unknown:UInt64},
    {rows:UInt64},
    {duplicates:UInt64},
    {bad:UInt64}
FROM customers
WHERE customer_no IN (SELECT customer_no FROM list_upload_rows WHERE upload = {upload:UInt64})
    AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
