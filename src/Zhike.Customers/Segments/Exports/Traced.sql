-- Question: whose row of the export is it? Grain: one row a customer, one in all but for a rare chance.
-- Parameters: segment, version, export, row (the highest bits of the draw), shift (by how many bits the rest is longer), viewer_org, viewer_manager.
SELECT customer_no
FROM customers
WHERE customer_id IN
  (
      SELECT arrayJoin(bitmapToArray(members))
      FROM segment_members
      WHERE segment_id = {segment:String} AND version = {version:UInt64}
  )
  AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  AND bitShiftRight(sipHash64({export:String}, customer_id), {shift:UInt8}) = {row:UInt64}
ORDER BY customer_no
LIMIT 10
