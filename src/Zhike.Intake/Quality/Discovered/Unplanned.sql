-- Question: what arrived that a plan may lack? Grain: event, property ('' where the event has none), source; whether it is planned is asked of the plans.
-- Parameters: none.
SELECT e.name, ifNull(d.property, '') AS property, e.source, arraySort(ifNull(d.value_types, [])) AS value_types,
    e.first_seen, e.last_seen, e.events AS of_event, ifNull(d.events, 0) AS of_property, arraySlice(ifNull(s.samples, []), 1, 5) AS samples
FROM discovered_events AS e
LEFT JOIN discovered_properties AS d ON d.source = e.source AND d.name = e.name
LEFT JOIN (SELECT source, name, property, samples FROM property_samples FINAL) AS s ON s.source = e.source AND s.name = e.name AND s.property = d.property
WHERE e.type = 'track'
ORDER BY of_event DESC, e.name, of_property DESC, property
LIMIT 20000
