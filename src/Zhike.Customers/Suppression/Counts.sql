-- Question: how many of the viewer's customers are on each suppression list now, and how many entries have ended? Grain: one row a list. Parameters: now.
SELECT
    toString(list),
    uniqExactIf(customer_id, starts_at <= {now:DateTime64(3, 'UTC')} AND ends_at > {now:DateTime64(3, 'UTC')}),
    countIf(ends_at <= {now:DateTime64(3, 'UTC')})
FROM suppressions
WHERE customer_id IN
(
    SELECT customer_id
    FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
GROUP BY list
