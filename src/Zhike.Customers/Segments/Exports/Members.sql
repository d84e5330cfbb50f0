-- Question: what is known of the viewer's customers in {segment} at {version}, with the tags of {day}?
-- Grain: one row a member who was not erased, in an order drawn from {export}: the order is a part of the watermark.
-- Parameters: segment, version, as_of, day, export, rows, viewer_org, viewer_manager. The chosen tags stand in the slot.
WITH members AS
(
    SELECT arrayJoin(bitmapToArray(members)) AS customer_id
    FROM segment_members
    WHERE segment_id = {segment:String} AND version = {version:UInt64}
)
SELECT
    c.customer_id,
    sipHash64({export:String}, c.customer_id) AS draw,
    c.customer_no,
    toString(c.gender),
    if(isNull(c.birth_date), NULL, toInt64(age('year', assumeNotNull(c.birth_date), {as_of:Date}))),
    c.opened_on,
    ifNull(o.name, ''),
    toString(c.manager_id)
    /*tags*/, t.customer_id/*end*/
FROM
(
    SELECT *
    FROM customers
    WHERE customer_id IN (SELECT customer_id FROM members)
      AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
      AND customer_id NOT IN (SELECT customer_id FROM suppressions WHERE list = 'erased')
) AS c
LEFT JOIN (SELECT outlet_id, name FROM outlets) AS o ON o.outlet_id = c.outlet_id
LEFT JOIN (SELECT * FROM tag_values WHERE as_of = {day:Date} AND customer_id IN (SELECT customer_id FROM members)) AS t ON t.customer_id = c.customer_id
ORDER BY draw
LIMIT {rows:UInt64}
