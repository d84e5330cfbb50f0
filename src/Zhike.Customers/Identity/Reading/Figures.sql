-- Question: what does One-ID know? Of each kind how many identities, how many of them with customers of the asker, how many shared.
-- Grain: one row a kind.
WITH seen AS
(
    SELECT customer_id FROM customers
    WHERE startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
)
SELECT toString(kind), count(), countIf(person IN (SELECT customer_id FROM seen)), uniqIf(person, person IN (SELECT customer_id FROM seen)), countIf(shared_since IS NOT NULL)
FROM identities
GROUP BY kind
ORDER BY kind
