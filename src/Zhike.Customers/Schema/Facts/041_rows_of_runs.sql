-- How many transactions each run had brought when a nightly run looked, beside seen_runs: a run that comes in pieces is seen again.
ALTER TABLE tag_runs ADD COLUMN seen_rows Array(UInt64);
