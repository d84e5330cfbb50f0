-- Customers whose number was used as a user id before the bank's data brought them, in evidence or by an event alone: had they been there,
-- a source that may name customers would have named them. What other sources said under that id proves nothing.
-- Grain: one row a customer, only those not observed before. Parameters: sources (that may name customers), now.
INSERT INTO identity_evidence (a_kind, a_value, b_kind, b_value, rule, source, event_id, observed_at, received_at)
WITH
came AS (SELECT user_identity FROM identity_work_arrived),
heard AS
(
    SELECT b_value AS customer_no, toString(rule) AS rule, toString(source) AS source, event_id, observed_at FROM identity_evidence
    WHERE b_kind = 'user_id' AND b IN (SELECT user_identity FROM came)
    UNION ALL
    SELECT a_value, toString(rule), toString(source), event_id, observed_at FROM identity_evidence
    WHERE a_kind = 'user_id' AND b IN (SELECT b FROM identity_evidence WHERE a IN (SELECT user_identity FROM came)) AND a IN (SELECT user_identity FROM came)
    UNION ALL
    SELECT user_id, 'event', toString(source), event_id, ts FROM events
    WHERE customer_id = 0 AND NOT is_copy AND user_id != '' AND user_id IN (SELECT customer_no FROM identity_work_arrived)
)
SELECT 'customer_no', customer_no, 'user_id', customer_no, 'same_number', argMin(source, observed_at), argMin(event_id, observed_at), min(observed_at), {now:DateTime64(3, 'UTC')}
FROM heard
WHERE rule != 'claimed' AND source IN {sources:Array(String)}
  AND (sipHash64('customer_no', customer_no), sipHash64('user_id', customer_no)) NOT IN
      (SELECT a, b FROM identity_evidence WHERE b IN (SELECT user_identity FROM came) AND rule = 'same_number')
GROUP BY customer_no
