-- Question: how many events arrived day by day? Grain: day of the bank.
-- Parameters: first and last day (included), zone of the bank, source and name ('' is every one).
SELECT toDate(hour, {zone:String}) AS day, sum(events) AS events, sum(violating) AS violating
FROM event_counts
WHERE hour >= toDateTime(addDays({first:Date}, -1), 'UTC') AND toDate(hour, {zone:String}) BETWEEN {first:Date} AND {last:Date}
    AND ({source:String} = '' OR source = {source:String}) AND ({name:String} = '' OR name = {name:String})
GROUP BY day
ORDER BY day
