-- Question: how many customers belong to each place of the tree on the business date?
-- Grain: one row an org path that has customers of the viewer's.
-- Parameters: as_of; viewer_org, viewer_manager (bound by the store).
SELECT org_path, count() AS customers
FROM customers
WHERE startsWith(org_path, {viewer_org:String})
    AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})
    AND opened_on <= {as_of:Date}
GROUP BY org_path
