-- Question: which version of {segment} holds at {as_of}, and how many belong to it?
-- Grain: one row or none. Parameters: segment, as_of.
SELECT version, as_of, bitmapCardinality(members)
FROM segment_members
WHERE segment_id = {segment:String} AND as_of <= {as_of:Date}
ORDER BY as_of DESC, version DESC
LIMIT 1
