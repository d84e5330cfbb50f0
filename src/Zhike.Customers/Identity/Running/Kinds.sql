-- The rules of this run as a table. Grain: one row a kind of identity. Parameters: kinds, roles, priorities, limits (arrays of one length).
INSERT INTO identity_work_kinds
SELECT k.1, k.2, k.3, k.4
FROM (SELECT arrayJoin(arrayZip({kinds:Array(String)}, {roles:Array(String)}, {priorities:Array(UInt64)}, {limits:Array(UInt64)})) AS k)
