-- Question: for which business dates are there tag values? Grain: one row a date, newest first. Parameters: upto, kept.
SELECT DISTINCT as_of
FROM tag_runs
WHERE as_of <= {upto:Date}
ORDER BY as_of DESC
LIMIT {kept:UInt32}
