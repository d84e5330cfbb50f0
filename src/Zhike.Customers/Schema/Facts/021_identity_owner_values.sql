-- Events are looked for by the value that stands in them, so that the indexes on those columns can leave most of the anonymous ones unread.
ALTER TABLE identity_work_owners ADD COLUMN value String AFTER kind;
