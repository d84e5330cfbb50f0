-- Which contacts did apps report as clicked or closed? Grain: one row a contact. Parameters: since (of receipt).
SELECT DISTINCT toUInt64OrZero(ifNull(toString(properties.contactId), '')) AS contact_id
FROM events
WHERE name IN ('message_clicked', 'message_closed') AND type = 'track' AND received_at >= {since:DateTime64(3, 'UTC')}
