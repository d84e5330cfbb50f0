-- Facts that belong to a change of a record: written in the change's own transaction, carried to the facts store afterwards.
-- One row a fact; gone once the facts store has it.
CREATE TABLE IF NOT EXISTS facts_relay
(
    id TEXT NOT NULL PRIMARY KEY,       -- derived from what happened: the same happening is kept once
    target TEXT NOT NULL,               -- table of the standard model
    fact TEXT NOT NULL,                 -- the row as a JSON object
    batch TEXT NOT NULL,                -- '' until it is picked; then the token under which the facts store knows a repetition
    queued_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS facts_relay_batch ON facts_relay (batch, target, queued_at);
