-- Question: which of these events, that happened long ago, were stored already? The table is sorted by customer and moment, so only the rows
-- of these customers in this span are read. Grain: one row an event that was. Parameters: customers (0 among them), since, until, ids.
SELECT DISTINCT event_id
FROM events
WHERE customer_id IN {customers:Array(UInt64)}
  AND ts BETWEEN {since:DateTime64(3, 'UTC')} AND {until:DateTime64(3, 'UTC')}
  AND event_id IN {ids:Array(UUID)}
