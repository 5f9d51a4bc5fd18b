-- The old shop's orders are read once a year, by the auditors: off to a schema of their own.
CREATE SCHEMA archive;
CREATE TABLE archive.closed_years (year smallint PRIMARY KEY, closed_by name NOT NULL DEFAULT current_user);
ALTER TABLE "v1.2 legacy" SET SCHEMA archive;
ALTER VIEW legacy_totals SET SCHEMA archive;
