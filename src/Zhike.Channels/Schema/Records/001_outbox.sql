-- The outbox: one row a message that a live journey planned; contact_id is the planned contact's own id, so that deriving
-- the same contact twice finds the first row. Texts as sent are sealed; the shown ones are masked.
CREATE TABLE IF NOT EXISTS outbox_messages
(
    contact_id TEXT NOT NULL PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    customer_no TEXT NOT NULL,              -- '' until it is rendered
    journey_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    enrolment_id TEXT NOT NULL,
    node TEXT NOT NULL,
    channel TEXT NOT NULL,
    template TEXT NOT NULL,
    template_version INTEGER NOT NULL,      -- 0 until it is rendered
    org_path TEXT NOT NULL,
    manager_id TEXT NOT NULL,
    state TEXT NOT NULL,                    -- Queued, Sending, Sent, Delivered, Failed, Uncertain, Suppressed, Closed
    reason TEXT NOT NULL,                   -- why it failed, is uncertain, was suppressed or waits
    decided_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    in_doubt BOOLEAN NOT NULL,              -- some attempt may have reached the other side
    lease_token TEXT NOT NULL,              -- of the process that works on it
    lease_until BIGINT NOT NULL,
    provider_id TEXT NOT NULL,              -- the gateway's own number of it
    segments INTEGER NOT NULL,              -- billed parts of a short message
    content_sealed TEXT NOT NULL,           -- exactly what was handed over, encrypted
    shown_to TEXT NOT NULL,                 -- masked address
    shown_content TEXT NOT NULL,            -- the texts with masked values, as JSON
    placement TEXT NOT NULL,                -- of an in-app message
    expires_at BIGINT NOT NULL,             -- of an in-app message
    queued_at BIGINT NOT NULL,
    sent_at BIGINT,
    delivered_at BIGINT,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS outbox_messages_due ON outbox_messages (channel, state, next_attempt_at);
CREATE INDEX IF NOT EXISTS outbox_messages_lease ON outbox_messages (lease_token);
CREATE INDEX IF NOT EXISTS outbox_messages_customer ON outbox_messages (customer_no, channel, state);
CREATE INDEX IF NOT EXISTS outbox_messages_provider ON outbox_messages (provider_id);
CREATE INDEX IF NOT EXISTS outbox_messages_newest ON outbox_messages (changed_at);
CREATE INDEX IF NOT EXISTS outbox_messages_changed ON outbox_messages (channel, changed_at);

-- The numbers under which an app may ask for a customer's in-app messages.
CREATE TABLE IF NOT EXISTS in_app_addresses
(
    address TEXT NOT NULL,                  -- "no:C00000001" or "user:…"
    contact_id TEXT NOT NULL,
    PRIMARY KEY (address, contact_id)
);

-- Delivery receipts as gateways report them; the same receipt twice is one row.
CREATE TABLE IF NOT EXISTS channel_receipts
(
    id TEXT NOT NULL PRIMARY KEY,           -- hash of gateway, message and status
    gateway TEXT NOT NULL,
    message_id TEXT NOT NULL,               -- the gateway's number, or our own key where it echoes that
    status TEXT NOT NULL,                   -- Delivered, Failed
    detail TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    applied BOOLEAN NOT NULL                -- false while the message it speaks of is not known
);
CREATE INDEX IF NOT EXISTS channel_receipts_waiting ON channel_receipts (applied, received_at);
