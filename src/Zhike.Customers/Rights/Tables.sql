-- Question: which tables are there that hold rows of their own, and which of them name a customer? Grain: one row a table. Parameters: database.
SELECT t.name, count(c.name) > 0
FROM system.tables AS t
LEFT JOIN (SELECT table, name FROM system.columns WHERE database = {database:String} AND name = 'customer_id') AS c ON c.table = t.name
WHERE t.database = {database:String} AND t.engine LIKE '%MergeTree'
GROUP BY t.name
