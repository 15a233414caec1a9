CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE answers (
	id VARCHAR(12) NOT NULL, 
	answered_at DATETIME NOT NULL, 
	outcome VARCHAR NOT NULL, 
	question JSON, 
	PRIMARY KEY (id)
);
CREATE TABLE articles (
	id VARCHAR(16) NOT NULL, 
	url VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	publisher VARCHAR NOT NULL, 
	language VARCHAR, 
	published_at DATETIME, 
	published_precision VARCHAR, 
	current_version INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE embedding_models (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	dimension INTEGER NOT NULL, 
	query_prompt VARCHAR NOT NULL, 
	passage_prompt VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE facts (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE mentions (
	id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	place_id VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(passage_id) REFERENCES passages (id)
);
CREATE VIRTUAL TABLE passage_words USING fts5(folded, tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE passages (
	id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	article_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	current BOOLEAN NOT NULL, 
	topics VARCHAR NOT NULL, 
	article_topics VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id), 
	FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE TABLE periods (
	id INTEGER NOT NULL, 
	passage_id INTEGER NOT NULL, 
	starts DATE NOT NULL, 
	ends DATE NOT NULL, 
	precision VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	part VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(passage_id) REFERENCES passages (id)
);
CREATE TABLE place_names (
	id INTEGER NOT NULL, 
	place_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	lang VARCHAR NOT NULL, 
	imported BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(place_id) REFERENCES places (id), 
	UNIQUE (place_id, name, lang)
);
CREATE TABLE places (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	lat FLOAT, 
	lon FLOAT, 
	parent_id VARCHAR, 
	population INTEGER NOT NULL, 
	imported BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE quotations (
	id INTEGER NOT NULL, 
	answer_id VARCHAR NOT NULL, 
	incident INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(answer_id) REFERENCES answers (id), 
	FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE TABLE vectors (
	passage_id INTEGER NOT NULL, 
	vector BLOB NOT NULL, 
	"indexed" BOOLEAN NOT NULL, 
	PRIMARY KEY (passage_id), 
	FOREIGN KEY(passage_id) REFERENCES passages (id)
);
CREATE TABLE versions (
	id INTEGER NOT NULL, 
	article_id VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	title VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	kept_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id), 
	UNIQUE (article_id, number)
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0001');
INSERT INTO "answers" ("id", "answered_at", "outcome", "question") VALUES ('A7F3Q2', '2024-11-17 09:00:00.000000', 'answered', '{"turns": [{"text": "what happened in Til Temir", "today": "2024-11-17", "changes": []}], "zone": "Asia/Damascus"}');
INSERT INTO "articles" ("id", "url", "title", "publisher", "language", "published_at", "published_precision", "current_version", "added_at") VALUES ('5a5c0e7ad8bf2f3c', 'https://north-wire.example.org/shells', 'Shells', 'North Wire', 'en', '2024-11-17 09:00:00.000000', 'day', 2, '2024-11-17 09:00:00.000000');
INSERT INTO "articles" ("id", "url", "title", "publisher", "language", "published_at", "published_precision", "current_version", "added_at") VALUES ('0b0f6c37b7a5e9d1', 'https://north-wire.example.org/clash', 'Clash', 'North Wire', 'en', '2024-11-17 09:00:00.000000', 'day', 1, '2024-11-17 09:00:00.000000');
INSERT INTO "embedding_models" ("id", "name", "dimension", "query_prompt", "passage_prompt") VALUES (1, 'words', 4, 'query: ', 'passage: ');
INSERT INTO "mentions" ("id", "passage_id", "place_id", "role", "start", "end") VALUES (1, 2, 'geonames:174436', 'text', 35, 43);
INSERT INTO "passage_words" (rowid, "folded") VALUES (2, 'three shells fell in fields south of tal tamr on saturday, a farmer of the village said by telephone.');
INSERT INTO "passage_words" (rowid, "folded") VALUES (3, 'eight fighters were killed in ras al-ain on friday when two groups shot at each other beside the silos.');
INSERT INTO "passages" ("id", "version_id", "article_id", "ordinal", "start", "end", "current", "topics", "article_topics") VALUES (1, 1, '5a5c0e7ad8bf2f3c', 0, 0, 99, 0, 'shelling', 'shelling');
INSERT INTO "passages" ("id", "version_id", "article_id", "ordinal", "start", "end", "current", "topics", "article_topics") VALUES (2, 2, '5a5c0e7ad8bf2f3c', 0, 0, 101, 1, 'shelling', 'shelling');
INSERT INTO "passages" ("id", "version_id", "article_id", "ordinal", "start", "end", "current", "topics", "article_topics") VALUES (3, 3, '0b0f6c37b7a5e9d1', 0, 0, 103, 1, 'shelling', 'shelling');
INSERT INTO "periods" ("id", "passage_id", "starts", "ends", "precision", "role", "part") VALUES (1, 2, '2024-11-16', '2024-11-16', 'day', 'text', NULL);
INSERT INTO "quotations" ("id", "answer_id", "incident", "version_id", "start", "end") VALUES (1, 'A7F3Q2', 0, 1, 0, 99);
INSERT INTO "quotations" ("id", "answer_id", "incident", "version_id", "start", "end") VALUES (2, 'A7F3Q2', 1, 3, 0, 103);
INSERT INTO "vectors" ("passage_id", "vector", "indexed") VALUES (2, X'0000003F0000003F0000003F0000003F', 0);
INSERT INTO "vectors" ("passage_id", "vector", "indexed") VALUES (3, X'0000003F0000003F0000003F0000003F', 0);
INSERT INTO "versions" ("id", "article_id", "number", "sha256", "title", "text", "kept_at") VALUES (1, '5a5c0e7ad8bf2f3c', 1, '91a724510d885df05629d5338c9d4683a189ff3012ba509c88040676fc22b374', 'Shells', 'Two shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone.', '2024-11-17 09:00:00.000000');
INSERT INTO "versions" ("id", "article_id", "number", "sha256", "title", "text", "kept_at") VALUES (2, '5a5c0e7ad8bf2f3c', 2, '7f46289e14775fc24232a3bc71e62676d7357119c15ee6f62005034f9aed7291', 'Shells', 'Three shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone.', '2024-11-17 09:00:00.000000');
INSERT INTO "versions" ("id", "article_id", "number", "sha256", "title", "text", "kept_at") VALUES (3, '0b0f6c37b7a5e9d1', 1, '5bb4522124cbddeaa721bed3648022f6d4a1ef39e175bedecacc04cbc531a37c', 'Shells', 'Eight fighters were killed in Ras al-Ain on Friday when two groups shot at each other beside the silos.', '2024-11-17 09:00:00.000000');
CREATE INDEX ix_answers_answered_at ON answers (answered_at);
CREATE INDEX ix_articles_published_at ON articles (published_at);
CREATE INDEX ix_articles_publisher ON articles (publisher);
CREATE INDEX ix_mentions_passage_id ON mentions (passage_id);
CREATE INDEX ix_passages_article_id ON passages (article_id);
CREATE INDEX ix_passages_version_id ON passages (version_id);
CREATE INDEX ix_periods_passage_id ON periods (passage_id);
CREATE INDEX ix_place_names_place_id ON place_names (place_id);
CREATE INDEX ix_places_parent_id ON places (parent_id);
CREATE INDEX ix_quotations_answer_id ON quotations (answer_id);
CREATE INDEX ix_quotations_version_id ON quotations (version_id);
CREATE INDEX ix_vectors_indexed ON vectors ("indexed");
CREATE INDEX ix_versions_article_id ON versions (article_id);
CREATE INDEX mentions_by_place ON mentions (place_id, passage_id);
CREATE INDEX periods_by_date ON periods (starts, ends, passage_id);
