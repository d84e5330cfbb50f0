-- What: adds a version to a list of customers, from their numbers.
-- Parameters: key, name_zh, name_en, staff, now, numbers Array(String) (distinct).
INSERT INTO customer_lists (list_key, version, name_zh, name_en, uploaded_at, uploaded_by, members, unknown)
SELECT
    {key:String},
    (SELECT max(version) FROM customer_lists WHERE list_key = {key:String}) + 1,
    {name_zh:String},
    {name_en:String},
    {now:DateTime64(3, 'UTC')},
    {staff:String},
    groupBitmapState(customer_id),
    length({numbers:Array(String)}) - count()
FROM customers
WHERE customer_no IN {numbers:Array(String)}
