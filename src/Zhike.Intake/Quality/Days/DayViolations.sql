-- Question: what was wrong with the events of a day, and what did it look like? Grain: source, event, violation.
-- Parameters: day of the bank, zone of the bank, source and name ('' is every one).
WITH
    counted AS
    (
        SELECT source, name, violation, sum(events) AS events, max(hour) AS last_hour
        FROM violation_counts
        WHERE hour >= toDateTime(addDays({day:Date}, -1), 'UTC') AND toDate(hour, {zone:String}) = {day:Date}
            AND ({source:String} = '' OR source = {source:String}) AND ({name:String} = '' OR name = {name:String})
        GROUP BY source, name, violation
    ),
    examples AS
    (
        SELECT source, name, violation, arraySlice(groupUniqArray(10)(sample), 1, 3) AS samples
        FROM violation_samples
        WHERE sample != ''
        GROUP BY source, name, violation
    )
SELECT counted.source, counted.name, counted.violation, counted.events, examples.samples
FROM counted
LEFT JOIN examples ON examples.source = counted.source AND examples.name = counted.name AND examples.violation = counted.violation
ORDER BY counted.events DESC, counted.source, counted.name, counted.violation
LIMIT 500
