-- Returns: what came back, and a rule of thumb for the refund. slugify() is the newer, shorter one of the web team.
CREATE TABLE returns (
    return_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    bigint NOT NULL,
    line_no     smallint NOT NULL,
    reason      text NOT NULL DEFAULT 'no reason given -- see note',
    refund      numeric(12, 2),
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT returns_line_fk FOREIGN KEY (order_id, line_no) REFERENCES order_lines
);

CREATE OR REPLACE FUNCTION slugify(title text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT trim(both '-' FROM regexp_replace(lower(title), '[^[:alnum:]]+', '-', 'g'));
$$;

CREATE VIEW reporting.returns_by_reason WITH (security_barrier) AS
    SELECT reason, count(*) AS n, sum(refund) AS refunded FROM returns GROUP BY reason;
