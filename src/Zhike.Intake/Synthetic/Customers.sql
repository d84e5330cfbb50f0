-- Question: who are the customers of the chunk in synth_traits?
-- Grain: one row a customer. Parameters: outlet_ids, outlet_codes, org_paths, cities (by position), run_id.
INSERT INTO customer_versions (customer_id, customer_no, opened_on, birth_date, gender, outlet_id, org_path, manager_id, attributes, is_demo, version, run_id)
SELECT
    customer_id,
    concat('C', leftPad(toString(customer_id), 10, '0')),
    opened_on,
    birth_date,
    gender,
    {outlet_ids:Array(String)}[outlet],
    {org_paths:Array(String)}[outlet],
    if(manager = 0, '', concat('m', {outlet_codes:Array(String)}[outlet], leftPad(toString(manager), 2, '0'))),
    mapFilter((k, v) -> v != '', map(
        'city', {cities:Array(String)}[outlet],
        'employer', if(employer = 0, '', concat('E', leftPad(toString(employer), 6, '0'))),
        'occupation', ['merchant', 'employee', 'student', 'retired', 'farmer', 'other'][1 + cityHash64(customer_id, 'occupation') % 6])),
    true,
    1,
    {run_id:String}
FROM synth_traits
