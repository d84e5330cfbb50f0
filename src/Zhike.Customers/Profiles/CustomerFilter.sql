-- Template: the filter of the list of customers, completed by CustomerListQuery with what is searched for and a line a tag, and wrapped
-- twice: once for the page, once for the count. Grain: one row a customer. An empty text filters nothing.
-- Parameters: as_of; outlet (an id or a path); segment with segment_version.
SELECT customer_id
FROM customers
WHERE opened_on <= {as_of:Date}
  AND startsWith(org_path, {viewer_org:String})
  AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  AND ({outlet:String} = '' OR outlet_id = {outlet:String} OR (startsWith({outlet:String}, '/') AND startsWith(org_path, {outlet:String})))
  AND ({segment:String} = '' OR customer_id IN
  (
      SELECT arrayJoin(bitmapToArray(members))
      FROM segment_members
      WHERE segment_id = {segment:String} AND version = {segment_version:UInt64}
  ))
