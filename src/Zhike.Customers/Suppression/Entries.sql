-- Template: the entries of suppression lists, wrapped twice: once for the page, once for the count. Grain: one row an entry of a customer
-- of the viewer's. An empty text filters nothing. Parameters: list, state, customer_no, now.
SELECT
    entry_id, toString(list) AS list, arrayMap(c -> toString(c), channels) AS channels, arrayMap(p -> toString(p), purposes) AS purposes,
    arrayMap(l -> toString(l), lines) AS lines, starts_at, ends_at, reason, toString(source) AS source, reference,
    toString(recorded_by) AS recorded_by, recorded_at, toString(ended_by) AS ended_by, ended_reason, is_demo,
    s.customer_id AS customer, c.customer_no AS customer_no
FROM suppressions AS s
INNER JOIN
(
    SELECT customer_id, customer_no
    FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
      AND ({customer_no:String} = '' OR customer_no = {customer_no:String})
      AND customer_id IN (SELECT customer_id FROM suppression_versions)
) AS c ON c.customer_id = s.customer_id
WHERE ({list:String} = '' OR s.list = {list:String})
  AND ({state:String} = '' OR {state:String} = multiIf(
      s.ends_at <= {now:DateTime64(3, 'UTC')}, 'ended', s.starts_at > {now:DateTime64(3, 'UTC')}, 'waiting', 'current'))
