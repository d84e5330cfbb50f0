-- Question: what did the rules and people do about these identities, newest first? Grain: one row a change.
-- Parameters: identities (of a customer that the asker may see).
SELECT toString(change_id), sipHash64(a_kind, a_value), sipHash64(b_kind, b_value), toString(what), toString(a_kind), a_value, toString(b_kind), b_value, toString(rule), toString(source), observed_at, toString(limit_kind), changed_at, toString(changed_by)
FROM identity_changes FINAL
WHERE sipHash64(a_kind, a_value) IN {identities:Array(UInt64)} OR sipHash64(b_kind, b_value) IN {identities:Array(UInt64)}
ORDER BY changed_at DESC, change_id
LIMIT 200
