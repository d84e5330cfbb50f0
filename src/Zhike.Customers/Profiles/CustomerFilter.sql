-- Template: the filter of the list of customers, completed by CustomerListQuery with a line a tag and wrapped twice: once for
-- the page, once for the count. Grain: one row a customer. An empty text filters nothing.
-- Parameters: as_of; q and its keyed hashes name_hash, phone_hash, email_hash, id_hash; outlet (an id or a path);
-- segment with segment_version.
SELECT customer_id
FROM customers
WHERE opened_on <= {as_of:Date}
  AND startsWith(org_path, {viewer_org:String})
  AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
  AND ({outlet:String} = '' OR outlet_id = {outlet:String} OR (startsWith({outlet:String}, '/') AND startsWith(org_path, {outlet:String})))
  AND ({q:String} = '' OR customer_no = {q:String} OR customer_id IN
  (
      SELECT customer_id
      FROM customer_secrets
      WHERE {q:String} != ''
        AND ((phone_hash != '' AND phone_hash = {phone_hash:String}) OR (name_hash != '' AND name_hash = {name_hash:String})
          OR (email_hash != '' AND email_hash = {email_hash:String}) OR (id_number_hash != '' AND id_number_hash = {id_hash:String}))
  ))
  AND ({segment:String} = '' OR customer_id IN
  (
      SELECT arrayJoin(bitmapToArray(members))
      FROM segment_members
      WHERE segment_id = {segment:String} AND version = {segment_version:UInt64}
  ))
