-- Which of these customers have agreed to this channel? The latest answer counts; of two of the same instant the refusal does;
-- a refusal of 'all' counts for every channel. Grain: one row a customer who may be contacted.
-- Parameters: ids, channel.
SELECT customer_id
FROM
(
    SELECT
        customer_id,
        argMaxIf(granted, (decided_at, NOT granted), channel = {channel:String}) AS channel_granted,
        countIf(channel = {channel:String}) AS channel_answers,
        argMaxIf(granted, (decided_at, NOT granted), channel = 'all') AS all_granted,
        countIf(channel = 'all') AS all_answers
    FROM consents
    WHERE customer_id IN {ids:Array(UInt64)} AND channel IN ({channel:String}, 'all')
    GROUP BY customer_id
)
WHERE channel_answers > 0 AND channel_granted AND (all_answers = 0 OR all_granted)
