-- The reference of the journey steps: one bare move of everybody from the wait to the split.
-- Grain: step. Parameters: now.
INSERT INTO bench_steps (run, journey_id, version, enrolment_id, customer_id, arm, node, step_id, from_step_id, from_node, enrolled_at, since, ends_at, entered_at, due_at)
SELECT
    run, journey_id, version, enrolment_id, customer_id, arm, 'choose', cityHash64(enrolment_id, 'choose', step_id), step_id, 'pause',
    enrolled_at, since, ends_at, {now:DateTime64(3, 'UTC')}, {now:DateTime64(3, 'UTC')}
FROM bench_steps
WHERE node = 'pause' AND due_at <= {now:DateTime64(3, 'UTC')}
    AND step_id NOT IN (SELECT from_step_id FROM bench_steps WHERE from_node = 'pause')
