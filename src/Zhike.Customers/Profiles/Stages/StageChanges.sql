-- Question: when did the customer come into another tier? Grain: one row a recorded change of a tag, oldest first.
-- Parameters: customer, tags, as_of.
SELECT toString(tag), as_of, ifNull(old_value, ''), ifNull(new_value, '')
FROM tag_changes
WHERE tag IN {tags:Array(String)} AND customer_id = {customer:UInt64} AND as_of <= {as_of:Date}
  AND customer_id IN
  (
      SELECT customer_id FROM customers
      WHERE customer_id = {customer:UInt64}
        AND startsWith(org_path, {viewer_org:String})
        AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  )
ORDER BY as_of
