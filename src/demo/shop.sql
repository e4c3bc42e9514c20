-- A small shop with every common column type. The same rows every time: about a million in ten tables.

CREATE TYPE order_status AS ENUM ('new', 'paid', 'packed', 'shipped', 'delivered', 'returned');

CREATE TABLE categories (
    id smallint PRIMARY KEY,
    name text NOT NULL UNIQUE,
    parent_id smallint
);

CREATE TABLE products (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku char(10) NOT NULL UNIQUE,
    name varchar(120) NOT NULL,
    category_id smallint NOT NULL,
    price numeric(12,2) NOT NULL,
    weight_kg real,
    rating double precision,
    tags text[] NOT NULL,
    attributes jsonb NOT NULL,
    thumbnail bytea,
    discontinued bool NOT NULL
);

CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    email varchar(200) NOT NULL,
    country char(2) NOT NULL,
    born date,
    newsletter bool NOT NULL,
    preferences json,
    registered_at timestamptz NOT NULL
);

CREATE TABLE addresses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    street text NOT NULL,
    city text NOT NULL,
    postcode varchar(10),
    latitude double precision,
    longitude double precision
);

CREATE TABLE warehouses (
    id smallint PRIMARY KEY,
    city text NOT NULL,
    opens time NOT NULL,
    closes time NOT NULL,
    dispatch_within interval NOT NULL
);

CREATE TABLE stock_levels (
    warehouse_id smallint NOT NULL,
    product_id int NOT NULL,
    quantity int NOT NULL,
    weekly_sales int[] NOT NULL,
    counted_at timestamp NOT NULL,
    PRIMARY KEY (warehouse_id, product_id)
);

CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    status order_status NOT NULL,
    placed_at timestamptz NOT NULL,
    delivery_time interval,
    note text
);

CREATE TABLE order_items (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL,
    product_id int NOT NULL,
    quantity smallint NOT NULL,
    unit_price numeric(12,2) NOT NULL,
    discount real NOT NULL,
    gift_note text
);

CREATE TABLE payments (
    id uuid PRIMARY KEY,
    order_id bigint NOT NULL,
    amount numeric(12,2) NOT NULL,
    currency char(3) NOT NULL,
    method varchar(20) NOT NULL,
    paid_at timestamptz NOT NULL,
    receipt jsonb
);

CREATE TABLE page_views (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint,
    path text NOT NULL,
    seen_at timestamptz NOT NULL,
    milliseconds int NOT NULL,
    user_agent text
);

INSERT INTO categories
SELECT i, (ARRAY['Kitchen', 'Garden', 'Books', 'Toys', 'Sports', 'Office', 'Music', 'Lighting'])[i],
       CASE WHEN i > 5 THEN i - 5 END
FROM generate_series(1, 8) AS i;

INSERT INTO products (sku, name, category_id, price, weight_kg, rating, tags, attributes, thumbnail,
                      discontinued)
SELECT 'SKU' || lpad(i::text, 7, '0'),
       (ARRAY['Small', 'Large', 'Folding', 'Vintage', 'Compact'])[1 + i % 5] || ' '
           || (ARRAY['kettle', 'rake', 'atlas', 'puzzle', 'racket', 'stapler', 'ukulele', 'lamp'])[1 + i % 8]
           || ' No. ' || i,
       1 + i % 8,
       (199 + i * 7919 % 25000) / 100.0,
       CASE WHEN i % 11 > 0 THEN (i % 400) / 16.0 END,
       CASE WHEN i % 13 > 0 THEN 1 + (i * 31 % 400) / 100.0 END,
       CASE i % 4 WHEN 0 THEN '{}' WHEN 1 THEN '{new}' WHEN 2 THEN '{sale,"last few"}'
           ELSE '{eco,handmade,"größer"}' END::text[],
       jsonb_build_object('colour', (ARRAY['red', 'blue', 'green'])[1 + i % 3], 'watts', i % 60,
                          'box', jsonb_build_array(i % 30, i % 20, i % 10)),
       CASE WHEN i % 3 = 0 THEN decode(md5(i::text), 'hex') END,
       i % 29 = 0
FROM generate_series(1, 2000) AS i;

INSERT INTO customers (public_id, name, email, country, born, newsletter, preferences, registered_at)
SELECT md5('customer ' || i)::uuid,
       (ARRAY['Ada', 'Grace', 'Linus', 'José', 'Zoë', 'Mei', 'Noor'])[1 + i % 7] || ' '
           || (ARRAY['Okafor', 'Müller', 'Silva', 'Tanaka', 'Novák'])[1 + i % 5],
       'customer' || i || '@example.com',
       (ARRAY['DE', 'FR', 'GB', 'US', 'JP', 'BR'])[1 + i % 6],
       CASE WHEN i % 9 > 0 THEN date '1950-01-01' + i * 37 % 20000 END,
       i % 3 = 0,
       CASE WHEN i % 2 = 0 THEN json_build_object('theme', 'dark', 'page', i % 50) END,
       timestamptz '2023-01-01 00:00:00+00' + i * interval '31 minutes 7 seconds'
FROM generate_series(1, 40000) AS i;

INSERT INTO addresses (customer_id, street, city, postcode, latitude, longitude)
SELECT 1 + i % 40000, (1 + i % 180) || ' Station Road',
       (ARRAY['Berlin', 'Lyon', 'Leeds', 'Austin', 'Osaka', 'Recife'])[1 + i % 6],
       CASE WHEN i % 10 > 0 THEN lpad((i * 17 % 99999)::text, 5, '0') END,
       (i * 7 % 180000) / 1000.0 - 90, (i * 13 % 360000) / 1000.0 - 180
FROM generate_series(1, 60000) AS i;

INSERT INTO warehouses VALUES
    (1, 'Rotterdam', '06:00', '22:00', '24 hours'),
    (2, 'Lyon', '07:30', '20:00', '1 day 12 hours'),
    (3, 'Poznań', '00:00', '23:59:59', '2 days');

INSERT INTO stock_levels
SELECT w, p, (w * p * 7) % 500, ARRAY[p % 9, p % 7, p % 5, p % 3],
       timestamp '2026-01-01 04:00' + p * interval '1.5 seconds'
FROM generate_series(1, 3) AS w, generate_series(1, 2000) AS p;

INSERT INTO orders (customer_id, status, placed_at, delivery_time, note)
SELECT 1 + (i::bigint * 7919) % 40000,
       (enum_range(NULL::order_status))[1 + i % 6],
       timestamptz '2025-01-01 00:00:00+00' + i * interval '3 minutes 13.25 seconds',
       CASE WHEN i % 6 > 3 THEN (i % 90) * interval '1 hour' END,
       CASE WHEN i % 20 = 0 THEN 'Please ring twice, "loudly", order ' || i END
FROM generate_series(1, 150000) AS i;

INSERT INTO order_items (order_id, product_id, quantity, unit_price, discount, gift_note)
SELECT 1 + i % 150000, 1 + (i::bigint * 104729) % 2000, 1 + i % 5, (199 + i * 13 % 25000) / 100.0,
       (i % 4) / 8.0, CASE WHEN i % 25 = 0 THEN 'With love, ' || md5(i::text) END
FROM generate_series(1, 500000) AS i;

INSERT INTO payments
SELECT md5('payment ' || i)::uuid, i, (499 + i::bigint * 6007 % 90000) / 100.0,
       (ARRAY['EUR', 'USD', 'JPY'])[1 + i % 3], (ARRAY['card', 'invoice', 'transfer'])[1 + i % 3],
       timestamptz '2025-01-01 00:05:00+00' + i * interval '3 minutes 13.25 seconds',
       CASE WHEN i % 8 = 0 THEN jsonb_build_object('reference', md5(i::text)) END
FROM generate_series(1, 120000) AS i;

INSERT INTO page_views (customer_id, path, seen_at, milliseconds, user_agent)
SELECT CASE WHEN i % 3 > 0 THEN 1 + (i::bigint * 7919) % 40000 END,
       '/products/' || (i::bigint * 104729) % 2000,
       timestamptz '2025-06-01 00:00:00+00' + i * interval '41.5 seconds',
       20 + i % 900,
       CASE WHEN i % 5 > 0 THEN 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/'
           || 100 + i % 45 END
FROM generate_series(1, 200000) AS i;

-- After the rows: checked at once instead of one by one.
ALTER TABLE categories ADD FOREIGN KEY (parent_id) REFERENCES categories;
ALTER TABLE products ADD FOREIGN KEY (category_id) REFERENCES categories;
ALTER TABLE addresses ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE stock_levels ADD FOREIGN KEY (warehouse_id) REFERENCES warehouses;
ALTER TABLE stock_levels ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE order_items ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE order_items ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE payments ADD FOREIGN KEY (order_id) REFERENCES orders;

ANALYZE;
