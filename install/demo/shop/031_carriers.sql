-- Carriers as rows and not as text: spelling "DHL", "dhl" and "D.H.L." had to end.
CREATE TABLE carriers (
    carrier_id   smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL UNIQUE,
    tracking_url text CHECK (tracking_url LIKE 'https://%\%s%')
);
INSERT INTO carriers (name) SELECT DISTINCT upper(replace(carrier, '.', '')) FROM shipments;

ALTER TABLE shipments ADD COLUMN carrier_id smallint REFERENCES carriers;
UPDATE shipments s SET carrier_id = c.carrier_id FROM carriers c WHERE c.name = upper(replace(s.carrier, '.', ''));
ALTER TABLE shipments ALTER COLUMN carrier_id SET NOT NULL, DROP COLUMN carrier;
