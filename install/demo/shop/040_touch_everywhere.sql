-- The tables that people edit by hand get updated_at and its trigger, all in one loop.
DO $do$
DECLARE
    edited text;
BEGIN
    FOREACH edited IN ARRAY ARRAY['customers', 'coupons', 'carriers'] LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();', edited);
        EXECUTE format($trigger$
            CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_updated_at()
        $trigger$, edited || '_touch', edited);
    END LOOP;
END
$do$;
