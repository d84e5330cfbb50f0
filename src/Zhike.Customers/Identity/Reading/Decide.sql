-- A person's word about two identities. Grain: one row. Parameters: a (the smaller), b, decision, reason, staff, now.
INSERT INTO identity_decisions (a, b, decision, reason, decided_by, decided_at)
SELECT {a:UInt64}, {b:UInt64}, {decision:String}, {reason:String}, {staff:String}, {now:DateTime64(3, 'UTC')}
