package org.pggit.audit.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeSummaryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "TABLE | - | CREATE TABLE s.t (a integer); | + table s.t | NONE",
        "TABLE | CREATE TABLE s.t (a integer); | - | - table s.t | DROPS_DATA",
        "VIEW | CREATE VIEW s.t AS SELECT 1; | - | - view s.t | NONE",
        "INDEX | - | CREATE INDEX t ON s.x USING btree (a); | + index s.t | BLOCKS_WRITES",
        "TABLE | CREATE TABLE s.t (a integer); | CREATE TABLE s.t (a integer, email text); | + column email text | NONE",
        "TABLE | CREATE TABLE s.t (a integer, b text); | CREATE TABLE s.t (a integer); | '- column b text' | DROPS_DATA",
        "TABLE | CREATE TABLE s.t (total integer); | CREATE TABLE s.t (total bigint); | ~ type of total: integer -> bigint | REWRITES_TABLE",
        "TABLE | CREATE TABLE s.t (n character varying(10)); | CREATE TABLE s.t (n character varying(20)); | ~ type of n: character varying(10) -> character varying(20) | NONE",
        "TABLE | CREATE TABLE s.t (n character varying(20)); | CREATE TABLE s.t (n character varying(10)); | ~ type of n: character varying(20) -> character varying(10) | REWRITES_TABLE",
        "TABLE | CREATE TABLE s.t (n numeric(12,2)); | CREATE TABLE s.t (n numeric(12,2) NOT NULL); | ~ column n: (nothing) -> NOT NULL | BLOCKS_WRITES",
        "TABLE | CREATE TABLE s.t (n integer DEFAULT 1); | CREATE TABLE s.t (n integer DEFAULT 2); | ~ column n: DEFAULT 1 -> DEFAULT 2 | NONE",
        "TABLE | CREATE TABLE s.t (n integer); | CREATE TABLE s.t (n integer, CONSTRAINT c CHECK ((n > 0))); | + constraint c CHECK ((n > 0)) | BLOCKS_WRITES",
        "TABLE | CREATE TABLE s.t (n integer); | CREATE UNLOGGED TABLE s.t (n integer); | ~ definition | REWRITES_TABLE",
        "TABLE | CREATE TABLE s.t (n integer); | CREATE TABLE s.t (n integer); GRANT SELECT ON TABLE s.t TO bob; | + GRANT SELECT ON TABLE s.t TO bob | NONE",
        "FUNCTION | CREATE FUNCTION s.t() RETURNS integer LANGUAGE sql AS $$SELECT 1$$; | CREATE FUNCTION s.t() RETURNS integer LANGUAGE sql AS $$SELECT 2$$; | ~ definition | NONE",
    })
    void saysWhatChangedAndWhatToMind(String type, String old, String now, String summary, ChangeSummary.Risk risk) {
        assertEquals(new ChangeSummary(summary, risk), ChangeSummary.of(type, "s.t", old, now));
    }
}
