-- Question: which epoch of real-time values counts now, if any?
-- Grain: one row, or none. An epoch ends with a nightly run of its own day or of a later one, and where the values below it are gone.
-- No parameters.
WITH
    (SELECT max(epoch) FROM tag_live_epochs) AS newest,
    (SELECT max((as_of, finished_at)) FROM tag_runs) AS run
SELECT epoch, as_of, base_as_of, base_finished_at, tags
FROM tag_live_epochs
WHERE epoch = newest
  AND NOT (run.1 >= as_of AND run > (base_as_of, base_finished_at))
  AND base_as_of IN (SELECT as_of FROM tag_values WHERE as_of = (SELECT argMax(base_as_of, epoch) FROM tag_live_epochs) LIMIT 1)
LIMIT 1
