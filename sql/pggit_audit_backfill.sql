-- Backfill of pggit v1's history, first form: every history row becomes a change. Reads v1, writes nothing to it.
-- Needs:   v1's tables history and objects (in a schema of any name).
-- Who:     pggit_audit_admin, with SELECT on v1's tables.

CREATE FUNCTION pggit_audit.backfill_batch(rows_block bytea, time_zone text, v1_schema text)
RETURNS TABLE (recorded integer, from_text integer, from_object integer, unnamed integer, untold integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_block bytea;
BEGIN
    PERFORM pggit_audit.host_ready();
    v_block := pggit_audit.block_check(pggit_audit.java_backfill(rows_block));
    RETURN QUERY EXECUTE format($sql$
        WITH told AS (
            SELECT u.id::bigint AS id, u.path, u.old_path, u.schema, u.name, u.type,
                   -- v1's enum also knows COMMENT and words of its branches, which its triggers never wrote.
                   CASE WHEN u.change IN ('CREATE', 'ALTER', 'DROP', 'RENAME') THEN u.change ELSE 'ALTER' END AS change, u.start::int AS start, u.length::int AS length, u.source, u.previous::bigint AS previous
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12) AS u (id, path, old_path, schema, name, type, change, start, length, source, previous)),
        states AS (
            SELECT t.*, h.created_by, h.created_at, h.change_description,
                   CASE WHEN t.length >= 0 THEN substr(h.sql_executed, t.start + 1, t.length) ELSE h.sql_executed END AS statement
            FROM told t JOIN %1$I.history h ON h.id = t.id),
        linked AS (
            SELECT s.*, p.statement AS before FROM states s LEFT JOIN states p ON p.id = s.previous),
        stored AS (
            INSERT INTO pggit_audit.changes (change_id, path, old_path, object_schema, object_name, object_type, change_type, old_definition, new_definition,
                                             author, committed_at, commit_message, history_id, backfilled_from_v1)
            SELECT pggit_audit.change_id(NULL, 'v1:%2$s', l.id::text), l.path, l.old_path, l.schema, l.name, l.type, l.change,
                   CASE WHEN l.change <> 'CREATE' THEN CASE WHEN l.previous > 0 THEN l.before ELSE
                       (SELECT c.new_definition FROM pggit_audit.changes c
                        WHERE c.path = coalesce(l.old_path, l.path) AND c.object_type = l.type AND c.backfilled_from_v1 AND c.history_id < l.id ORDER BY c.change_seq DESC LIMIT 1) END END,
                   CASE WHEN l.change <> 'DROP' THEN l.statement END,
                   l.created_by, l.created_at AT TIME ZONE $11, l.change_description, l.id, true
            FROM linked l ORDER BY l.id
            ON CONFLICT (history_id) DO NOTHING
            RETURNING history_id)
        SELECT count(s.history_id)::int, count(*) FILTER (WHERE t.source = 'TEXT' AND s.history_id IS NOT NULL)::int,
               count(*) FILTER (WHERE t.source = 'OBJECT' AND s.history_id IS NOT NULL)::int, count(*) FILTER (WHERE t.source = 'NONE' AND s.history_id IS NOT NULL)::int,
               count(*) FILTER (WHERE t.length < 0 AND s.history_id IS NOT NULL)::int
        FROM told t LEFT JOIN stored s ON s.history_id = t.id $sql$, v1_schema, replace(v1_schema, '''', ''''''))
    USING pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3), pggit_audit.block_column(v_block, 4),
          pggit_audit.block_column(v_block, 5), pggit_audit.block_column(v_block, 6), pggit_audit.block_column(v_block, 7), pggit_audit.block_column(v_block, 8),
          pggit_audit.block_column(v_block, 9), pggit_audit.block_column(v_block, 10), time_zone, pggit_audit.block_column(v_block, 11);
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_batch(bytea, text, text) IS 'One batch of backfill_from_v1_history: history rows to Java (Audit.backfillFromV1History), its answer into changes. Not for users.';

CREATE FUNCTION pggit_audit.backfill_from_v1_history(v1_schema text DEFAULT 'pggit', time_zone text DEFAULT NULL)
RETURNS TABLE (processed integer, errors integer, warnings integer, recorded integer, recorded_before integer, named_from_text integer, named_from_object integer, unnamed integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_zone text := coalesce(time_zone, current_setting('TimeZone'));
    v_batches bigint[];
    v_batch bigint;
    v_block bytea;
    v_part record;
    v_rows int;
    v_untold int := 0;
    v_done int := 0;
    v_started timestamptz := clock_timestamp();
    v_told timestamptz := clock_timestamp();
BEGIN
    IF v1_schema IS NULL OR to_regclass(format('%I.history', v1_schema)) IS NULL OR to_regclass(format('%I.objects', v1_schema)) IS NULL THEN
        RAISE EXCEPTION 'there is no pggit v1 history in schema %', coalesce(quote_ident(v1_schema), 'NULL') USING ERRCODE = 'PA013',
            DETAIL = 'Looked for its tables history and objects.', HINT = 'Name the schema: SELECT * FROM pggit_audit.backfill_from_v1_history(''its_name'').';
    ELSIF NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = v_zone) AND v_zone !~ '^[+-]?[0-9]' THEN
        RAISE EXCEPTION 'there is no time zone %', quote_literal(v_zone) USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(1885828724, 3);
    -- The rows of one query string (same text, same transaction, one behind the other) go to Java together: their order tells what they are about.
    EXECUTE format($sql$
        CREATE TEMPORARY TABLE pggit_audit_v1_rows ON COMMIT DROP AS
        SELECT g.id, g.begins, (sum(CASE WHEN g.begins THEN octet_length(g.sql_executed) + 500 ELSE 200 END) OVER (ORDER BY g.group_no, g.group_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS bytes, g.group_no
        FROM (SELECT s.id, s.begins, s.sql_executed, count(*) FILTER (WHERE s.begins) OVER (ORDER BY s.id) AS group_no
              FROM (SELECT h.id, h.sql_executed, (h.sql_executed, h.created_at) IS DISTINCT FROM (lag(h.sql_executed) OVER w, lag(h.created_at) OVER w) AS begins
                    FROM %1$I.history h WINDOW w AS (ORDER BY h.id)) s) g
        WHERE EXISTS (SELECT FROM %1$I.history h WHERE h.id = g.id)$sql$, v1_schema);
    SELECT count(*) INTO v_rows FROM pg_temp.pggit_audit_v1_rows;
    processed := v_rows; errors := 0; warnings := 0; recorded := 0; recorded_before := 0; named_from_text := 0; named_from_object := 0; unnamed := 0;
    -- Groups with nothing new are passed over; the others in batches of about 8 MB of text.
    DELETE FROM pg_temp.pggit_audit_v1_rows r WHERE NOT EXISTS (
        SELECT FROM pg_temp.pggit_audit_v1_rows n WHERE n.group_no = r.group_no AND NOT EXISTS (SELECT FROM pggit_audit.changes c WHERE c.history_id = n.id));
    v_batches := ARRAY(SELECT DISTINCT b.batch FROM (SELECT min(r.bytes) / 8000000 AS batch FROM pg_temp.pggit_audit_v1_rows r GROUP BY r.group_no) b ORDER BY 1);
    FOREACH v_batch IN ARRAY v_batches LOOP
        EXECUTE format($sql$
            SELECT array_send(array_agg(ARRAY[convert_to(h.id::text, 'UTF8'), convert_to(o.object_type::text, 'UTF8'), convert_to(o.schema_name, 'UTF8'), convert_to(o.object_name, 'UTF8'),
                convert_to(h.change_type::text, 'UTF8'), CASE WHEN r.begins THEN convert_to(coalesce(h.sql_executed, ''), 'UTF8') END,
                convert_to(k.object_name, 'UTF8'), convert_to(k.path, 'UTF8')] ORDER BY h.id))
            FROM pg_temp.pggit_audit_v1_rows r
            JOIN (SELECT group_no FROM pg_temp.pggit_audit_v1_rows GROUP BY group_no HAVING min(bytes) / 8000000 = $1) b USING (group_no)
            JOIN %1$I.history h ON h.id = r.id JOIN %1$I.objects o ON o.id = h.object_id
            -- The name of a function that an earlier batch or call has found: v1 goes on to call the object by its number.
            LEFT JOIN LATERAL (SELECT c.object_name, c.path FROM %1$I.history f JOIN pggit_audit.changes c ON c.history_id = f.id
                               WHERE o.object_type::text = 'FUNCTION' AND f.object_id = o.id AND f.id < h.id AND c.object_name <> o.object_name ORDER BY f.id DESC LIMIT 1) k ON true$sql$, v1_schema) INTO v_block USING v_batch;
        SELECT * INTO v_part FROM pggit_audit.backfill_batch(v_block, v_zone, v1_schema);
        recorded := recorded + v_part.recorded;
        named_from_text := named_from_text + v_part.from_text;
        named_from_object := named_from_object + v_part.from_object;
        unnamed := unnamed + v_part.unnamed;
        v_untold := v_untold + v_part.untold;
        v_done := v_done + 1;
        IF clock_timestamp() > v_told + interval '3 seconds' THEN
            v_told := clock_timestamp();
            RAISE NOTICE '% rows recorded (% %%), about % s left', recorded, v_done * 100 / cardinality(v_batches),
                ceil(extract(epoch FROM v_told - v_started) * (cardinality(v_batches) - v_done) / v_done);
        END IF;
    END LOOP;
    DROP TABLE pg_temp.pggit_audit_v1_rows;
    recorded_before := processed - recorded;
    warnings := unnamed;
    IF unnamed > 0 THEN
        RAISE NOTICE '% functions keep v1''s number for a name: no recorded text names them (members of extensions, functions made in DO blocks)', unnamed;
    END IF;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_from_v1_history(text, text) IS 'Records every row of pggit v1''s history as a change, once: type, schema and change as v1 has them, names from v1''s objects, functions'' names (v1 has numbers) from the recorded text. time_zone: of v1''s timestamps, NULL: the session''s TimeZone. Returns rows read, errors (0, or the whole call fails), warnings (= unnamed), rows recorded now and before, and where functions'' names came from. A later call records what has come since. Errors: PA013 no v1 history, 22023 time zone.';
