-- Reviews by customers who bought; one for each product and customer. CREATE TABLE feedback was the first idea.
CREATE TABLE reviews (
    review_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id  bigint NOT NULL REFERENCES products ON DELETE CASCADE,
    customer_id bigint NOT NULL REFERENCES customers,
    stars       smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
    body        text,
    written_at  timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX reviews_once ON reviews (product_id, customer_id);
CREATE INDEX reviews_stars_idx ON reviews (product_id, stars);
