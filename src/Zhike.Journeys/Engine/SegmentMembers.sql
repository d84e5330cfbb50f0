-- The members of one version of a segment. Grain: customer. Parameters: members_segment, members_version.
SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(members))) AS customer_id
FROM segment_members
WHERE segment_id = {members_segment:String} AND version = {members_version:UInt64}
