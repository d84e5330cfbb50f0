-- Question: which customers of the asker stand at the ends of this link, and is it known at all? Grain: one row. Parameters: a, b.
WITH owned AS (SELECT identity, person FROM identity_versions FINAL WHERE identity IN ({a:UInt64}, {b:UInt64}))
SELECT
    assumeNotNull((SELECT count() FROM owned)),
    assumeNotNull((SELECT count() FROM customers WHERE customer_id IN (SELECT person FROM owned)
        AND startsWith(org_path, {viewer_org:String}) AND ({viewer_manager:String} = '' OR manager_id = {viewer_manager:String})))
