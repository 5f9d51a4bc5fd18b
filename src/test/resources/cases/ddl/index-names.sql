--# Names of index columns that expressions give; PostgreSQL 15 agreed on each.

CREATE INDEX ON t ((a COLLATE "C"), (a LIKE 'a%'), (NOT (id > 1)), (id BETWEEN 1 AND 2), (id IN (1,2)), (-id), (a::varchar));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_a_expr_expr1_expr2_expr3_expr4_a1_idx of t

CREATE INDEX ON t ((b at time zone ('UTC'::text)), (substring(a from 'x' for '#')), (a similar to 'x'), (a ~ 'x'), (j -> 'a'), (j ->> 'a'), (j['a']), ((j -> 'a') ->> 'b'));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_timezone_substring_expr_expr1_expr2_expr3_j_expr4_idx of t

CREATE INDEX ON t ((CASE id WHEN 1 THEN 2 ELSE id END), (CASE WHEN true THEN a ELSE lower(a) END), (CASE WHEN true THEN 1 ELSE 2 END), (CASE WHEN true THEN 'x' ELSE a::varchar END));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_id_lower_case_a_idx of t

CREATE INDEX ON t ((t.id), (t.a::text), (lower(t.a)::varchar(10)), ((lower(a))), (pg_catalog.upper(a)), ((a)::pg_catalog.text), (a::"char"), (arr[1]), (arr[1:2]), ((arr)[2]));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_id_a_lower_lower1_upper_a1_a2_arr_arr1_arr2_idx of t

CREATE INDEX ON t ((id::bigint), (id::double precision), (n::numeric(3,1)), (a::character varying(3)), (id::oid::int8), ('2020-01-01'::date), (date '2020-01-01'), (interval '1 day'), (interval '1' day));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_id_id1_n_a_id2_date_date1_interval_interval1_idx of t

CREATE INDEX ON t ((((id))), (("id")), ((t."id")), (((a || 'x') || 'y')), ((lower(a) || 'x')));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_id_id1_id2_expr_expr1_idx of t

CREATE INDEX ON t (md5(a), md5(a), md5(a), id, id, (id), (id + 1), (id + 2));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_md5_md51_md52_id_id1_id2_expr_expr1_idx of t

CREATE INDEX ON t USING gin (to_tsvector('english', a), (j) jsonb_path_ops);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_to_tsvector_j_idx of t

CREATE INDEX ON t USING gist (int4range(id, id), (point(id, id)));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_int4range_point_idx of t

CREATE INDEX ON t USING brin (b timestamptz_minmax_multi_ops (values_per_range=16)) WITH (pages_per_range = 4);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_b_idx of t

ALTER OPERATOR FAMILY of1 USING btree DROP OPERATOR 1 (int4, int8), FUNCTION 1 (int4, int8);
-- expect: ALTER OPERATOR FAMILY
-- expect:   ALTER OPERATOR_FAMILY of1 USING btree
-- expect:   sub DROP OPERATOR: DROP OPERATOR_OF_ACCESS_METHOD operator 1 (integer, bigint) of of1 USING btree of of1 USING btree
-- expect:   sub DROP FUNCTION: DROP FUNCTION_OF_ACCESS_METHOD function 1 (integer, bigint) of of1 USING btree of of1 USING btree

CREATE INDEX ON t (((ts, ts) OVERLAPS (ts, ts)), (a is nfkc normalized));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_overlaps_is_normalized_idx of t

CREATE INDEX ON t ((least(id, 3)), (nullif(id, 3)), (row(id, a) = row(1, 'x')), (array[id, 2]), (array[id]::bigint[]));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_least_nullif_expr_array_array1_idx of t

CREATE INDEX ON t ((id = any(arr)), (exp(n)), (n ^ 2), (|/ n::float8), (a !~~ 'x'));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_expr_exp_expr1_expr2_expr3_idx of t

CREATE INDEX ON t ((1), (true), (null::int), (b'101'), (1.5), (id is distinct from 1), (a isnull), (id notnull));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_expr_expr1_int4_expr2_expr3_expr4_expr5_expr6_idx of t

CREATE INDEX ON t ((xmlserialize(content xmlelement(name foo) as text)), (xmlexists('x' passing x)), (x is document));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_xmlserialize_xmlexists_expr_idx of t

CREATE INDEX ON t ((a is null), (a is not null), ((id > 1) is true), ((id > 1) is not unknown));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_expr_expr1_expr2_expr3_idx of t

CREATE INDEX ON t ((ts at time zone ('U' || 'TC') ), (ts at time zone interval '1 hour'), (ts at time zone lower('UTC')));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_timezone_timezone1_timezone2_idx of t

CREATE INDEX ON t (((a)::text COLLATE "C"), ((a COLLATE "C")::text), (cast(lower(a) as text)), (cast(id + 1 as text)), (cast(cast(id as bigint) as text)), (cast(t.id as text)));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_a_a1_lower_text_id_id1_idx of t

CREATE INDEX ON t ((cast((a) as varchar)), (cast(arr[1] as text)), (cast(case when true then id end as text)), (cast('x' as text)), (cast(coalesce(a, '') as text)));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_a_arr_text_text1_coalesce_idx of t

CREATE INDEX ON t ((coalesce(a, 'x')::varchar), ((coalesce(a, 'x'))), (greatest(id, 2)), ((j #>> '{a}')), ((j ? 'x')), ((j @> '{}')));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_coalesce_coalesce1_greatest_expr_expr1_expr2_idx of t

CREATE INDEX ON t ((- id), (+ id), (@ id), (~ id), (not true), (id % 2), (id / 2), (id * 2), (id <> 1), (id = 1 or a = 'x'), ((id = 1) and true));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_expr_expr1_expr2_expr3_expr4_expr5_expr6_expr7_expr8_expr_idx of t

CREATE INDEX ON t ((a like 'x' escape '#'), (a ilike 'x'), (a not like 'x'), (a ~* 'x'), (substring(a, 1, 2)), (substring(a from 2)), (overlay(a placing 'x' from 2)), (trim(a)), (trim(leading from a)), (trim(trailing 'x' from a)), (ltrim(a)), (position('x' in a)));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_expr_expr1_expr2_expr3_substring_substring1_overlay_btrim_idx of t

CREATE INDEX ON t ((t), (t.*));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_t_t1_idx of t

CREATE INDEX ON t ((("a")), (((t."a"))), (("a" || "a")), (length("a")), (pg_catalog."left"(a, 2)), ("left"(a, 2)), (left(a, 3)));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_a_a1_expr_length_left_left1_left2_idx of t

CREATE INDEX ON t ((j['a']), (j['a']['b']), ((j -> 'x')['a']), ((j['a'])::text), (arr[1]::text), (lower(j['a']::text)));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_j_j1_expr_j2_arr_lower_idx of t

CREATE INDEX ON t ((timestamp '2020-01-01'), (timestamp(3) '2020-01-01'), (double precision '1'), (char 'x'), (varchar(3) 'x'), (pg_catalog.int4 '1'), (int4 '1'), (bit '1'), (time '10:00'), (time with time zone '10:00+0'), (numeric(3,1) '1.0'), (national character 'x'));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_timestamp_timestamp1_float8_bpchar_varchar_int4_int41_bit_idx of t

CREATE INDEX ON t ((id::int8::text), ((id + 1)::text), (('a' || a)::varchar), (((id))::text), (id::dec(3,1)), (id::float(5)), (id::float), (a::bit(3)), (a::bit varying(3)), (a::character), (a::"char"), (a::char(3)), (a::bpchar), (n::int2));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_id_text_varchar_id1_id2_id3_id4_a_a1_a2_a3_a4_a5_n_idx of t

CREATE INDEX ON "Tä ble" ("x y", lower("x y"::text));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX "Tä ble_x y_lower_idx" of "Tä ble"


CREATE INDEX ON t ((treat(a AS int)), treat(b AS s."My Type"), (treat(lower(c) AS varchar(3)[])::text), treat)
-- expect: CREATE INDEX
-- expect:   CREATE INDEX "t_int4_My Type_varchar_treat_idx" of t
