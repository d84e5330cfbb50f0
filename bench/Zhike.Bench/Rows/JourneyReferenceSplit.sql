-- The reference of the journey steps: one bare split of everybody on a tag.
-- Grain: step. Parameters: now, as_of (of the tag values).
INSERT INTO bench_steps (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node, enrolled_at, since, ends_at, entered_at, due_at)
WITH chosen AS (SELECT customer_id FROM tag_values WHERE as_of = {as_of:Date} AND balance >= 20000)
SELECT
    run, journey_id, version, enrolment_id, customer_id, arm,
    if(customer_id IN (SELECT customer_id FROM chosen), 'rich', 'others') AS next, cityHash64(enrolment_id, next, step_id), step_id, 'choose',
    enrolled_at, since, ends_at, {now:DateTime64(3, 'UTC')}, {now:DateTime64(3, 'UTC')} + INTERVAL 5 DAY
FROM bench_steps
WHERE node = 'choose' AND due_at <= {now:DateTime64(3, 'UTC')}
    AND step_id NOT IN (SELECT from_step_id FROM bench_steps WHERE from_node = 'choose')
