-- Question: how many events arrived hour by hour on some days? Grain: day and hour of the bank.
-- Parameters: days of the bank, zone of the bank, source and name ('' is every one).
SELECT toDate(hour, {zone:String}) AS day, toUInt8(toHour(toTimeZone(hour, {zone:String}))) AS hour_of_day, sum(events) AS events
FROM event_counts
WHERE hour >= toDateTime(addDays(arrayMin({days:Array(Date)}), -1), 'UTC') AND toDate(hour, {zone:String}) IN ({days:Array(Date)})
    AND ({source:String} = '' OR source = {source:String}) AND ({name:String} = '' OR name = {name:String})
GROUP BY day, hour_of_day
ORDER BY day, hour_of_day
