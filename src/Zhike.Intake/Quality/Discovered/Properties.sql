-- Question: which properties has an event had, and what do they look like? Grain: property.
-- Parameters: source ('' is every one), name of the event.
SELECT d.property, arraySort(groupUniqArrayArray(d.value_types)) AS value_types, min(d.first_seen) AS first_seen, max(d.last_seen) AS last_seen, sum(d.events) AS events,
    arraySlice(groupUniqArrayArray(20)(s.samples), 1, 5) AS samples
FROM discovered_properties AS d
LEFT JOIN (SELECT source, name, property, samples FROM property_samples FINAL WHERE name = {name:String}) AS s
    ON s.source = d.source AND s.name = d.name AND s.property = d.property
WHERE d.name = {name:String} AND ({source:String} = '' OR d.source = {source:String})
GROUP BY d.property
ORDER BY events DESC, d.property
LIMIT 300
