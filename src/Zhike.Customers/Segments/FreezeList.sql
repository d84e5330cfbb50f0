-- What: adds a version to a list of customers: the members of {segment} at {version}. Nothing where there is no such version.
-- Parameters: segment, version, key, name_zh, name_en, staff, now.
INSERT INTO customer_lists (list_key, version, name_zh, name_en, uploaded_at, uploaded_by, members, unknown)
SELECT
    {key:String},
    (SELECT max(version) FROM customer_lists WHERE list_key = {key:String}) + 1,
    {name_zh:String},
    {name_en:String},
    {now:DateTime64(3, 'UTC')},
    {staff:String},
    members,
    0
FROM segment_members
WHERE segment_id = {segment:String} AND version = {version:UInt64}
LIMIT 1
