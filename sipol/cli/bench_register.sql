INSERT INTO region (code, parent_code, name, level)
SELECT code, 'ID', 'Provinsi ' || code, 'province' FROM unnest(CAST(:provinces AS text[])) AS code
ON CONFLICT DO NOTHING;
INSERT INTO region (code, parent_code, name, level)
SELECT code || '.' || lpad(n::text, 2, '0'), code, 'Kabupaten ' || code || n, 'regency'
FROM unnest(CAST(:provinces AS text[])) AS code, generate_series(1, :regencies) AS n;
INSERT INTO region (code, parent_code, name, level)
SELECT code || '.' || lpad(n::text, 2, '0'), code, 'Kecamatan ' || code || n, 'district'
FROM region, generate_series(1, :districts) AS n WHERE level = 'regency';
INSERT INTO party (id, name, abbreviation, home_region, centre_approves)
SELECT gen_random_uuid(), 'Partai Rekaan ' || n, 'PR' || n, 'ID', false FROM generate_series(1, :parties) AS n;
INSERT INTO unit (id, party_id, region_code, level, name, disputed)
SELECT gen_random_uuid(), party.id, region.code, 'regency', 'DPC ' || region.code || party.abbreviation, false
FROM party, region WHERE region.level = 'regency';
CREATE TEMP TABLE home AS
SELECT row_number() OVER (ORDER BY hashtext(id::text)) - 1 AS place, id, party_id, region_code FROM unit;
CREATE INDEX ON home (place);
CREATE TEMP TABLE word AS SELECT list, cardinality(list) AS many FROM (SELECT string_to_array(
    'siti,muhammad,ahmad,nur,dewi,budi,agus,sri,rahma,wati,hadi,putra,putri,lestari,santoso,wijaya,kusuma,saputra,'
    'hidayat,ningsih,susanti,yusuf,ibrahim,ismail,fitri,ayu,indah,bagus,eko,dwi,tri,joko,slamet,sugeng,suryani,halim,'
    'maria,yohanes,petrus,simon,made,wayan,ketut,nyoman,andi,daeng,la,wa,simanjuntak,siregar,nasution,lubis,harahap,'
    'tambunan,situmorang,ginting,sembiring,tarigan,manurung,hutapea,rizki,aulia,fauzan,zahra,hasan,husein,ali,umar,'
    'usman,salim,rahman,rahim,karim,latif,aziz,hakim,malik,anwar,arif,bahri,basri,darwis,efendi,firdaus,gunawan,'
    'hamzah,iskandar,jamal,kamal,lukman,mansur,nasir,rusdi,samsul,taufik,wahyu,yanto,zainal', ','
) AS list) AS words;
CREATE TEMP TABLE birth AS SELECT day - 1 AS day, hash, sealed
FROM unnest(CAST(:births AS bytea[]), CAST(:dates AS bytea[])) WITH ORDINALITY AS one (hash, sealed, day);
CREATE INDEX ON birth (day);
INSERT INTO member (
    unit_id, party_id, region_code, status, nik, nik_hash, person_hash, birth_hash, name, name_key, sex, birth_place, born, married,
    occupation, address, card_number, codes, handed_in_at
)
SELECT
    home.id, home.party_id, home.region_code || '.' || lpad((n % :districts + 1)::text, 2, '0'),
    CASE WHEN n % 10 = 0 THEN 'met' ELSE 'unchecked' END, :nik, substr(sha256(person::text::bytea), 1, 16),
    substr(sha256(('p' || person)::bytea), 1, 16),
    CASE home.region_code WHEN :area THEN birth.hash ELSE substr(sha256((birth.day || home.region_code)::bytea), 1, 16) END,
    initcap(key), key, CASE WHEN alike % 2 = 0 THEN 'male' ELSE 'female' END,
    'Kota ' || n % 500, birth.sealed, n % 3 > 0, 'Pekerjaan ' || n % 40, 'Jl. Rekaan Nomor ' || n, 'K-' || n,
    CASE
        WHEN person <> n THEN ARRAY['ganda_eksternal']
        WHEN n % 50 = 1 THEN ARRAY['usia']
        WHEN n % 30 = 1 THEN ARRAY['nik_tanggal_beda']
        ELSE ARRAY[]::text[]
    END, sipol_now()
FROM (
    SELECT n, alike, CASE WHEN n % 100 = 7 THEN n - 1 ELSE n END AS person,
        hashint8(alike) AS one, hashint8(alike + 7) AS two, hashint8(alike * 31) AS three,
        floor((SELECT count(*) FROM home) * power(abs(hashint8(alike * 17)::bigint) % 1000000 / 1000000.0, 2)) AS place
    FROM (SELECT n, CASE WHEN n % 1000 = 5 THEN n - 1 ELSE n END AS alike FROM generate_series(1, :members) AS n) AS all_
) AS made
CROSS JOIN word
CROSS JOIN LATERAL (
    SELECT replace(concat_ws(' ', list[abs(one % many) + 1], list[abs(two % many) + 1], list[abs(three % many) + 1]), CASE WHEN alike < n THEN 'muhammad' ELSE '' END, 'moh') AS key
) AS named
JOIN home ON home.place = made.place
JOIN birth ON birth.day = alike % :days
