-- Why rows, runs and files were refused, as codes with values beside the English sentence: consoles say it in their reader's language.
ALTER TABLE import_refusals ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE import_refusals ADD COLUMN values_json TEXT NOT NULL DEFAULT '[]';
ALTER TABLE import_runs ADD COLUMN faults TEXT NOT NULL DEFAULT '';
ALTER TABLE source_files ADD COLUMN faults TEXT NOT NULL DEFAULT '';
