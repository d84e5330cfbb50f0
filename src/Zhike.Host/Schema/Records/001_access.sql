-- The bank's tree: head office, branches, outlets.
CREATE TABLE IF NOT EXISTS org_units
(
    path TEXT NOT NULL PRIMARY KEY,         -- "/hq/prague/d01/"
    name TEXT NOT NULL,
    kind TEXT NOT NULL,                     -- HeadOffice, Branch, Outlet
    outlet_id TEXT NOT NULL,                -- '' unless an outlet
    revision BIGINT NOT NULL
);

-- One row a person who may sign in; never deleted, only made inactive.
CREATE TABLE IF NOT EXISTS staff
(
    number TEXT NOT NULL PRIMARY KEY,       -- staff number, also the name at sign-in
    name_zh TEXT NOT NULL,
    role TEXT NOT NULL,
    org_path TEXT NOT NULL,                 -- sees customers at or below it
    password_hash TEXT NOT NULL,            -- '' cannot sign in
    active BOOLEAN NOT NULL,
    is_demo BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT,
    revision BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS staff_by_org ON staff (org_path, number);

-- One row a browser session. The cookie's value is not here: only its hash.
CREATE TABLE IF NOT EXISTS sessions
(
    id TEXT NOT NULL PRIMARY KEY,           -- hash of the cookie's value
    staff TEXT NOT NULL,
    antiforgery TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS sessions_by_staff ON sessions (staff);

-- One row an access token for programs. The token is not here: only its hash.
CREATE TABLE IF NOT EXISTS tokens
(
    id TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,                    -- to the minute
    revoked_at BIGINT
);

CREATE INDEX IF NOT EXISTS tokens_by_staff ON tokens (staff);
