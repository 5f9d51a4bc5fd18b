-- Exporters choke on the umlaut, so the size table gets a plain name; its columns keep theirs for the labels.
ALTER TABLE "größentabelle" RENAME TO sizes;
ALTER TABLE sizes ADD COLUMN waist_cm int4range;
