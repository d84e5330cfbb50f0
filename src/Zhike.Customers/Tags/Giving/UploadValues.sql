-- What: the values of an upload for the customers whose numbers are known.
-- Grain: one row a customer. Parameters: tag, upload; numbers and values Array(String), side by side.
INSERT INTO tag_upload_values (tag, upload, customer_id, value)
WITH given AS
(
    SELECT pair.1 AS customer_no, pair.2 AS value
    FROM (SELECT arrayJoin(arrayZip({numbers:Array(String)}, {values:Array(String)})) AS pair)
)
SELECT {tag:String}, {upload:UInt64}, customers.customer_id, given.value
FROM customers INNER JOIN given ON given.customer_no = customers.customer_no
