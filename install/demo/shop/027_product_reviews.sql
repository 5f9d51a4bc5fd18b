-- There will be reviews of the delivery as well, so these become product reviews, with their index and key.
ALTER TABLE reviews RENAME TO product_reviews;
ALTER INDEX reviews_stars_idx RENAME TO product_reviews_stars_idx;
ALTER TABLE product_reviews RENAME CONSTRAINT reviews_pkey TO product_reviews_pkey;
ALTER TABLE product_reviews ADD COLUMN approved boolean NOT NULL DEFAULT false;
