-- Question: which events have ever arrived, and how many lately? Grain: source, event, type.
-- Parameters: first day of the counts day by day (of so many days), zone of the bank.
WITH
    daily AS
    (
        SELECT source, name, type, toDate(hour, {zone:String}) AS day, sum(events) AS of_day
        FROM event_counts
        WHERE hour >= toDateTime(addDays({first:Date}, -1), 'UTC') AND day >= {first:Date}
        GROUP BY source, name, type, day
    ),
    lately AS (SELECT source, name, type, groupArray(day) AS days, groupArray(of_day) AS counts FROM daily GROUP BY source, name, type)
SELECT d.source, d.name, d.type, d.first_seen, d.last_seen, d.events, d.violating, lately.days, lately.counts
FROM discovered_events AS d
LEFT JOIN lately ON lately.source = d.source AND lately.name = d.name AND lately.type = d.type
ORDER BY d.events DESC, d.source, d.name
LIMIT 5000
