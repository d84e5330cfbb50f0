-- Question: which identities has a run changed since? Grain: one row an identity, at most so many. Parameters: since (a version), size.
SELECT DISTINCT identity FROM identity_versions WHERE version > {since:UInt64} LIMIT {size:UInt64}
