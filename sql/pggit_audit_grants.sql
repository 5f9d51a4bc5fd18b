-- Rights: nothing for PUBLIC; pggit_audit_reader reads, pggit_audit_auditor verifies, pggit_audit_admin records and sets.
-- Needs:   everything else.

-- Functions are executable by PUBLIC unless that is taken away.
REVOKE ALL ON ALL ROUTINES IN SCHEMA pggit_audit FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA pggit_audit FROM PUBLIC;
REVOKE ALL ON SCHEMA pggit_audit FROM PUBLIC;
REVOKE ALL ON TYPE pggit_audit.tree_difference, pggit_audit.bucket_leaf, pggit_audit.captured_change, pggit_audit.catalog_object FROM PUBLIC;

GRANT USAGE ON SCHEMA pggit_audit TO pggit_audit_reader;
GRANT USAGE ON TYPE pggit_audit.tree_difference, pggit_audit.catalog_object TO pggit_audit_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA pggit_audit TO pggit_audit_reader;

DO $$
DECLARE
    v_function record;
    -- A line or more for each subject. Java functions are pure and the rest of the reader's only reads: with the caller's own rights.
    v_reader text[] := regexp_split_to_array(btrim($names$
        block_check block_column self_test host host_version jvm_start host_ready host_start_compare setting setting_default parse_ddl parser_version
        block_part
        catalog_role catalog_reloptions without_secrets catalog_options catalog_grants catalog_tail catalog_is_free catalog_uses_code catalog_sequence_options
        catalog_collation catalog_has_options catalog_view_columns catalog_is_key catalog_partition catalog_columns catalog_constraints catalog_tables catalog_index_text catalog_indexes catalog_sequences catalog_views catalog_dependents
        catalog_operator catalog_type_body catalog_types catalog_aggregate_body catalog_routines catalog_family_members catalog_operators catalog_member_rights catalog_named
        catalog_text_search catalog_foreign catalog_identities catalog_objects
        captured_changes capture_excluded_schemas capture_branch bucket tree_entry schema_script schema_at commit_at live_differences find_drift diff_commits
        set_context
        suspicious_objects classified_objects damaged_objects bucket_digits damaged_trees bucket_references damaged_commits misrecorded_changes unconfirmed_commits commits_of_other_texts compare_recorded is_same_time time_of_epoch objects_of_commits
        commits_between integrity_result integrity_checks run_integrity_checks record_integrity_run validate_audit_integrity is_restoring is_restored call_stack is_maintenance
        describe_rights describe_installation store_pattern installation_digest logged_installation sequences_behind is_passing scheduled_checks commit_receipts captured_receipt receipt_value backfill_findings
        verify_evidence verify_given_checkpoint evidence_rows_of evidence_count parse_checkpoint verify_signature inclusion_path inclusion_proof
        consistency_proof verify_inclusion verify_consistency export_evidence
        object_sha resolve_commit commit_text tree_text bucket_parts bucket_bytes bucket_parts_of bucket_rows is_own_store tree_rows tree_is_complete compare_trees compare_entries differing_blobs nested_differences bucket_differences tree_changes diff_trees list_tree commit_of commit_metadata
        read_blob_changes change_id extract_changes_between_commits derive_changes find_paths find_object get_object_ddl_at_commit compare_object_versions
        get_current_version get_object_changes
        $names$, E' \n'), '\s+');
    v_admin text[] := regexp_split_to_array(btrim($names$
        capture_enable capture_disable commit_schema
        backfill backfill_options backfill_end_of_batch backfill_block backfill_begin backfill_next backfill_report backfill_store_commits backfill_store_records note_backfilled_commits
        reconcile_v1_history analyze_v1_history backfill_store_changes backfill_store_rows backfill_store_recovered backfill_from_v1_history
        backfill_batch backfill_pending backfill_state backfill_store_trees tree_edit tree_write tree_store_entries bucket_offset bucket_content
        set_setting schedule_integrity_checks unschedule_integrity_checks create_blob create_tree create_commit write_commit update_ref process_commit_range
        record_missing_commits record_commits record_changes record_versions record_captured_versions lock_versions
        $names$, E' \n'), '\s+');
BEGIN
    FOR v_function IN
        SELECT p.oid::regprocedure AS signature, p.proname AS name FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pggit_audit'::regnamespace
    LOOP
        IF v_function.name ~ '^(java|check|evidence)_' OR v_function.name = ANY (v_reader) THEN
            EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO pggit_audit_reader', v_function.signature);
        ELSIF v_function.name IN ('verify_change', 'checkpoint') THEN
            EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO pggit_audit_auditor', v_function.signature);
        ELSIF v_function.name = ANY (v_admin) THEN
            EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO pggit_audit_admin', v_function.signature);
        END IF;
        IF v_function.name LIKE 'java\_%' THEN
            EXECUTE format('COMMENT ON FUNCTION %s IS %L', v_function.signature,
                format('Java: one block of rows in, one out, or an error for block_check (host.Entry in the jar; pure). Name of the method: %s.', substr(v_function.name, 6)));
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.host_ready() IS 'Called before Java is asked: on PL/Java it makes the session''s first Java call where no interrupt is seen; nothing on PL/Python.';
COMMENT ON FUNCTION pggit_audit.host_version() IS 'Name and version of what runs Java here.';

-- Recording for the past writes the audit tables with the caller's rights: only inserting, guards hold for the admin too.
GRANT INSERT ON pggit_audit.changes, pggit_audit.object_versions, pggit_audit.recorded_commits TO pggit_audit_admin;
GRANT INSERT ON pggit_audit.backfill_runs, pggit_audit.backfill_batches, pggit_audit.backfill_rows, pggit_audit.backfill_snapshots, pggit_audit.backfill_recovered TO pggit_audit_admin;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pggit_audit.installation i WHERE i.name = 'own_store' AND i.value = 'true') THEN
        REVOKE ALL ON ALL FUNCTIONS IN SCHEMA @store@ FROM PUBLIC;
        GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA @store@ TO pggit_audit_admin;
        GRANT UPDATE ON @store@.refs, @store@.head TO pggit_audit_admin;
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA @store@ TO pggit_audit_admin;
    END IF;
END
$$;
