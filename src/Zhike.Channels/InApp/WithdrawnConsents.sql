-- Who said no to in-app messages lately? Grain: one row a customer. Parameters: since.
SELECT DISTINCT customer_id
FROM consents
WHERE channel IN ('in_app', 'all') AND NOT granted AND decided_at >= {since:DateTime64(3, 'UTC')}
