-- What: keeps the first {most} rows of an upload that brought no customer, by line, beside the newest version of the list.
-- Parameters: upload, key, most; bad_lines, bad_words, bad_numbers (rows that held no number, one entry each); viewer_org, viewer_manager.
INSERT INTO list_problems (list_key, version, line, problem, customer_no)
WITH
    numbers AS (SELECT line, customer_no, min(line) OVER (PARTITION BY customer_no) AS first FROM list_upload_rows WHERE upload = {upload:UInt64}),
    known AS
    (
        SELECT customer_no
        FROM customers
        WHERE customer_no IN (SELECT customer_no FROM list_upload_rows WHERE upload = {upload:UInt64})
            AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
    )
SELECT {key:String}, (SELECT max(version) FROM customer_lists WHERE list_key = {key:String}), line, problem, customer_no
FROM
(
    SELECT line, if(line > first, 'duplicate', 'unmatched') AS problem, customer_no
    FROM numbers
    WHERE line > first OR customer_no NOT IN (SELECT customer_no FROM known)
    UNION ALL
    SELECT toUInt32(bad.1) AS line, bad.2 AS problem, bad.3 AS customer_no
    FROM (SELECT arrayJoin(arrayZip({bad_lines:Array(UInt64)}, {bad_words:Array(String)}, {bad_numbers:Array(String)})) AS bad)
)
ORDER BY line
LIMIT {most:UInt64}
