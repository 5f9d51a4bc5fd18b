-- Notes for the packing desk; the table was made with a GUI tool, hence its name with a space.
CREATE TABLE "Order Notes" (
    note_id    bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT order_notes_pk PRIMARY KEY,
    order_id   bigint NOT NULL CONSTRAINT order_notes_order_fk REFERENCES orders ON DELETE CASCADE,
    "Note; as typed" text NOT NULL,
    written_by name NOT NULL DEFAULT current_user
);
CREATE INDEX order_notes_order_idx ON "Order Notes" (order_id);
