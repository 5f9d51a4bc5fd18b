-- What an attacker with all rights writes himself: leaves, nodes, batches and checkpoints that fit rows he has changed.
SET client_encoding = 'UTF8';

CREATE FUNCTION pg_temp.forge_leaf(kind text, key text) RETURNS void LANGUAGE plpgsql SET client_encoding = 'UTF8' AS $$
BEGIN
    EXECUTE format('UPDATE pggit_audit.evidence_leaves l SET leaf_hash = pggit_audit.%I(r) FROM pggit_audit.%I r WHERE l.kind = %L AND l.subject = pggit_audit.%I(r) AND to_jsonb(r)::text LIKE %L',
        'evidence_leaf_' || kind, kind, kind, 'evidence_key_' || kind, '%' || key || '%');
END $$;
CREATE FUNCTION pg_temp.forge_leaves() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_kind text;
BEGIN
    FOR v_kind IN SELECT k.kind FROM pggit_audit.evidence_kinds() k LOOP
        PERFORM pg_temp.forge_leaf(v_kind, '');
    END LOOP;
END $$;
CREATE FUNCTION pg_temp.forge_tree() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    b pggit_audit.evidence_batches;
    v_previous bytea;
    v_size bigint;
    v_level int := 4;
BEGIN
    FOR b IN SELECT x.* FROM pggit_audit.evidence_batches x ORDER BY x.first_index LOOP
        UPDATE pggit_audit.evidence_batches x SET batch_hash = pggit_audit.evidence_batch_hash(v_previous, b.first_index, b.leaf_count, b.appended_at, b.appended_by,
            (SELECT string_agg(l.leaf_hash, '' ORDER BY l.leaf_index) FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= b.first_index AND l.leaf_index < b.first_index + b.leaf_count))
        WHERE x.first_index = b.first_index RETURNING x.batch_hash INTO v_previous;
        v_size := b.first_index + b.leaf_count;
    END LOOP;
    DELETE FROM pggit_audit.evidence_nodes;
    INSERT INTO pggit_audit.evidence_nodes SELECT 4, l.leaf_index / 16, pggit_audit.evidence_node16(string_agg(l.leaf_hash, '' ORDER BY l.leaf_index)) FROM pggit_audit.evidence_leaves l WHERE l.leaf_index < v_size / 16 * 16 GROUP BY 2;
    WHILE v_size >> (v_level + 4) > 0 LOOP
        INSERT INTO pggit_audit.evidence_nodes SELECT v_level + 4, n.node_index / 16, pggit_audit.evidence_node16(string_agg(n.node_hash, '' ORDER BY n.node_index))
        FROM pggit_audit.evidence_nodes n WHERE n.level = v_level AND n.node_index < (v_size >> (v_level + 4)) * 16 GROUP BY 2;
        v_level := v_level + 4;
    END LOOP;
END $$;
CREATE FUNCTION pg_temp.forge_checkpoints() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_id bigint;
BEGIN
    FOR v_id IN SELECT c.checkpoint_id FROM pggit_audit.checkpoints c ORDER BY c.checkpoint_id LOOP
        UPDATE pggit_audit.checkpoints c SET root_hash = pggit_audit.evidence_hash(0, c.tree_size),
            body = format(E'%s\n%s\n%s\n', c.origin, c.tree_size, encode(pggit_audit.evidence_hash(0, c.tree_size), 'base64')) WHERE c.checkpoint_id = v_id;
        PERFORM pg_temp.forge_leaf('checkpoints', '');
        PERFORM pg_temp.forge_tree();
    END LOOP;
END $$;
-- All of it, so that nothing in the database disagrees.
CREATE FUNCTION pg_temp.forge_all() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.forge_leaves();
    PERFORM pg_temp.forge_tree();
    PERFORM pg_temp.forge_checkpoints();
END $$;
-- The log cut back to a batch, with every row behind it.
CREATE FUNCTION pg_temp.cut(size bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_kind text;
BEGIN
    FOR v_kind IN SELECT k.kind FROM pggit_audit.evidence_kinds() k LOOP
        EXECUTE format('DELETE FROM pggit_audit.%I r USING pggit_audit.evidence_leaves l WHERE l.kind = %L AND l.leaf_index >= %s AND l.subject = pggit_audit.%I(r)', v_kind, v_kind, size, 'evidence_key_' || v_kind);
    END LOOP;
    DELETE FROM pggit_audit.evidence_leaves WHERE leaf_index >= size;
    DELETE FROM pggit_audit.evidence_batches WHERE first_index >= size;
    DELETE FROM pggit_audit.evidence_nodes n WHERE (n.node_index + 1) << n.level > size;
END $$;
-- A blob of another text in every tree and commit from one commit on, with new shas all the way up, in store and records.
CREATE FUNCTION pg_temp.sha(type text, content text) RETURNS text LANGUAGE sql AS $$ SELECT encode(sha256(convert_to($1 || ' ' || length($2) || ':' || $2, 'UTF8')), 'hex') $$;
CREATE FUNCTION pg_temp.replace_everywhere(old_text text, new_text text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    r record;
    v_text text;
    v_sha text;
    t record;
BEGIN
    CREATE TEMP TABLE renamed (old_sha text PRIMARY KEY, new_sha text) ON COMMIT DROP;
    FOR r IN SELECT o.* FROM pggit_v2.objects o WHERE o.type = 'blob' AND strpos(o.content, old_text) > 0 LOOP
        v_text := replace(r.content, old_text, new_text);
        INSERT INTO renamed VALUES (r.sha, pg_temp.sha('blob', v_text));
        UPDATE pggit_v2.objects o SET sha = pg_temp.sha('blob', v_text), content = v_text, size = length(v_text) WHERE o.sha = r.sha;
    END LOOP;
    -- Trees from the leaves up, then commits from the roots down.
    FOR i IN 1 .. 6 LOOP
        FOR r IN SELECT o.*, convert_from(decode(o.content, 'base64'), 'UTF8') AS text FROM pggit_v2.objects o WHERE o.type = 'tree' LOOP
            v_text := r.text;
            FOR t IN SELECT n.* FROM renamed n WHERE strpos(r.text, n.old_sha) > 0 LOOP v_text := replace(v_text, t.old_sha, t.new_sha); END LOOP;
            IF v_text <> r.text THEN
                INSERT INTO renamed VALUES (r.sha, pg_temp.sha('tree', v_text)) ON CONFLICT DO NOTHING;
                UPDATE pggit_v2.objects o SET sha = pg_temp.sha('tree', v_text), content = encode(convert_to(v_text, 'UTF8'), 'base64') WHERE o.sha = r.sha;
            END IF;
        END LOOP;
    END LOOP;
    FOR r IN SELECT o.*, g.generation FROM pggit_v2.objects o JOIN pggit_v2.commit_graph g ON g.commit_sha = o.sha ORDER BY g.generation LOOP
        v_text := r.content;
        FOR t IN SELECT n.* FROM renamed n WHERE strpos(r.content, n.old_sha) > 0 LOOP v_text := replace(v_text, t.old_sha, t.new_sha); END LOOP;
        IF v_text <> r.content THEN
            INSERT INTO renamed VALUES (r.sha, pg_temp.sha('commit', v_text));
            UPDATE pggit_v2.objects o SET sha = pg_temp.sha('commit', v_text), content = v_text WHERE o.sha = r.sha;
        END IF;
    END LOOP;
    FOR i IN 1 .. 6 LOOP
        UPDATE renamed x SET new_sha = n.new_sha FROM renamed n WHERE n.old_sha = x.new_sha;
    END LOOP;
    PERFORM pg_temp.rename_shas();
    UPDATE pggit_audit.changes c SET old_definition = replace(c.old_definition, old_text, new_text), new_definition = replace(c.new_definition, old_text, new_text);
    UPDATE pggit_audit.object_versions v SET definition = replace(v.definition, old_text, new_text);
END $$;
CREATE FUNCTION pg_temp.rename_shas() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    c record;
BEGIN
    FOR c IN SELECT a.attrelid::regclass AS t, a.attname, format_type(a.atttypid, NULL) AS type FROM pg_attribute a JOIN pg_class k ON k.oid = a.attrelid
             WHERE k.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND (k.relnamespace = 'pggit_v2'::regnamespace AND (a.attname LIKE '%sha' OR a.attname = 'parent_shas') AND k.relname <> 'objects'
                OR k.relnamespace = 'pggit_audit'::regnamespace AND (a.attname LIKE '%\_sha' OR k.relname = 'store_receipts' AND a.attname IN ('name', 'value'))) LOOP
        IF c.type = 'text[]' THEN
            EXECUTE format('UPDATE %s x SET %I = ARRAY(SELECT coalesce(n.new_sha, u.s) FROM unnest(x.%2$I) WITH ORDINALITY u (s, i) LEFT JOIN pg_temp.renamed n ON n.old_sha = u.s ORDER BY u.i) WHERE x.%2$I <> ''{}''', c.t, c.attname);
        ELSIF c.attname IN ('name', 'value') THEN
            EXECUTE format('DO $d$ DECLARE n record; BEGIN FOR n IN SELECT * FROM pg_temp.renamed LOOP UPDATE %s SET %I = replace(%2$I, n.old_sha, n.new_sha) WHERE strpos(%2$I, n.old_sha) > 0; END LOOP; END $d$', c.t, c.attname);
        ELSE
            EXECUTE format('UPDATE %s x SET %I = n.new_sha FROM pg_temp.renamed n WHERE x.%2$I = n.old_sha', c.t, c.attname);
        END IF;
    END LOOP;
    UPDATE pggit_audit.evidence_leaves l SET subject = md5(n.new_sha)::uuid FROM pg_temp.renamed n WHERE l.subject = md5(n.old_sha)::uuid;
END $$;
