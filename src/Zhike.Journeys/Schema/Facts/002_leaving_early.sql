-- Somebody may leave a node before its time is over: the event they waited for came, or a rule led them out. The step that
-- follows says until when the one it follows would have stood open, so that nobody takes that one for open again.
ALTER TABLE journey_steps ADD COLUMN IF NOT EXISTS open_until DateTime64(3, 'UTC') DEFAULT toDateTime64(0, 3, 'UTC');
ALTER TABLE journey_steps ADD INDEX IF NOT EXISTS by_open_until open_until TYPE minmax GRANULARITY 1;
