-- The outlets of the synthetic bank. Grain: one row an outlet. Parameters: ids, names, regions, org_paths (by position), run_id.
INSERT INTO outlet_versions (outlet_id, name, region, org_path, attributes, version, run_id)
SELECT o.1, o.2, o.3, o.4, map('average_salary', toString(6000 + cityHash64(o.1) % 7000)), 1, {run_id:String}
FROM (SELECT arrayJoin(arrayZip({ids:Array(String)}, {names:Array(String)}, {regions:Array(String)}, {org_paths:Array(String)})) AS o)
