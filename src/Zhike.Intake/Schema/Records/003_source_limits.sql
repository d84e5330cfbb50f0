-- What a source may do: from which pages browsers may send under its key, and how much it may send. Lines of origins; '*' is every page.
ALTER TABLE sources ADD COLUMN allowed_origins TEXT NOT NULL DEFAULT '*';

-- 0: no limit of its own.
ALTER TABLE sources ADD COLUMN events_per_second BIGINT NOT NULL DEFAULT 0;

ALTER TABLE sources ADD COLUMN burst BIGINT NOT NULL DEFAULT 0;
