-- Who looked at whose personal data, unmasked. Beside the audit trail, because quotas are counted here.
CREATE TABLE IF NOT EXISTS personal_looks
(
    id TEXT NOT NULL PRIMARY KEY,
    staff TEXT NOT NULL,
    role TEXT NOT NULL,
    day TEXT NOT NULL,
    place INTEGER NOT NULL,
    customer_id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    fields TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE UNIQUE INDEX IF NOT EXISTS personal_looks_place ON personal_looks (staff, day, place);

CREATE INDEX IF NOT EXISTS personal_looks_at ON personal_looks (at);

-- What a person asked for about their own data, and what became of it.
CREATE TABLE IF NOT EXISTS person_requests
(
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    customer_id BIGINT NOT NULL,
    customer_no TEXT NOT NULL,
    org_path TEXT NOT NULL,
    received_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    channel TEXT NOT NULL,
    note TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    is_demo BOOLEAN NOT NULL,
    revision BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS person_requests_due ON person_requests (state, due_on);

CREATE INDEX IF NOT EXISTS person_requests_customer ON person_requests (customer_id);

-- One row a step of a request: who did what.
CREATE TABLE IF NOT EXISTS person_request_steps
(
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    staff TEXT NOT NULL,
    step TEXT NOT NULL,
    note TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS person_request_steps_of ON person_request_steps (request_id, at);

-- What was erased, for ever: counts and a hash, and nobody's data.
CREATE TABLE IF NOT EXISTS erasure_certificates
(
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL,
    customer_id BIGINT NOT NULL,
    erased_at BIGINT NOT NULL,
    erased_by TEXT NOT NULL,
    tables TEXT NOT NULL,
    hash TEXT NOT NULL,
    files_clean_at BIGINT
);
