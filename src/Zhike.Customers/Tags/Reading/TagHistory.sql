-- Question: how many customers had which band or code of a tag, date by date? Grain: (as_of, band).
-- Parameters: tag, from, to. Counts are kept by outlet: whoever sees only their own customers gets no rows.
SELECT as_of, toString(band) AS band, sum(customers) AS customers
FROM tag_statistics
WHERE tag = {tag:String} AND as_of >= {from:Date} AND as_of <= {to:Date}
  AND startsWith(org_path, {viewer_org:String}) AND {viewer_manager:String} = ''
GROUP BY as_of, band
ORDER BY as_of, band
