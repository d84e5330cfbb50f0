-- One row a work order: a planned contact of channel work_order; id is the contact's, so that deriving it twice finds the first.
CREATE TABLE IF NOT EXISTS work_orders
(
    id TEXT NOT NULL PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    customer_no TEXT NOT NULL,
    journey_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    enrolment_id TEXT NOT NULL,
    node TEXT NOT NULL,
    template TEXT NOT NULL,
    org_path TEXT NOT NULL,
    outlet_name TEXT NOT NULL,
    manager_id TEXT NOT NULL,               -- whose it is; '': the outlet's own pool, for its head or whoever takes it
    state TEXT NOT NULL,                    -- Open, Accepted, Done, Expired
    priority INTEGER NOT NULL,              -- 1 comes first
    due_on TEXT NOT NULL,                   -- last business day on which it may be reported
    due_at BIGINT NOT NULL,                 -- end of that day
    opened_at BIGINT NOT NULL,
    accepted_by TEXT NOT NULL,
    accepted_at BIGINT,
    reported_by TEXT NOT NULL,
    reported_at BIGINT,
    label TEXT NOT NULL,                    -- '' until it is reported
    note TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS work_orders_by_manager ON work_orders (manager_id, state, priority, due_at);
CREATE INDEX IF NOT EXISTS work_orders_by_org ON work_orders (org_path, state);
CREATE INDEX IF NOT EXISTS work_orders_by_due ON work_orders (state, due_at);
CREATE INDEX IF NOT EXISTS work_orders_by_customer ON work_orders (customer_id);
