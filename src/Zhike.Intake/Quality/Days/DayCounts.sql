-- Question: how many events arrived on some days, and how good were they? Grain: day, source, event, type.
-- Parameters: days of the bank, zone of the bank, hours: whole hours of the day that the volume is compared over (24: all).
SELECT
    toDate(hour, {zone:String}) AS day, source, name, type,
    sum(c.events) AS events,
    sumIf(c.events, toHour(toTimeZone(hour, {zone:String})) < {hours:UInt8}) AS compared,
    sum(c.violating) AS violating, sum(c.late) AS late, sum(c.skewed) AS skewed, sum(c.unplanned) AS unplanned, sum(c.quarantined) AS quarantined
FROM event_counts AS c
WHERE hour >= toDateTime(addDays(arrayMin({days:Array(Date)}), -1), 'UTC') AND toDate(hour, {zone:String}) IN ({days:Array(Date)})
GROUP BY day, source, name, type
ORDER BY source, name, type, day
LIMIT 100000
