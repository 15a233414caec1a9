CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE alterations (
	id INTEGER NOT NULL, 
	article_id VARCHAR(16) NOT NULL, 
	kind VARCHAR NOT NULL, 
	altered_at DATETIME NOT NULL, 
	before_id INTEGER NOT NULL, 
	after_id INTEGER, 
	reason VARCHAR, passed_on BOOLEAN DEFAULT 1 NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id), 
	FOREIGN KEY(before_id) REFERENCES versions (id), 
	FOREIGN KEY(after_id) REFERENCES versions (id)
);
CREATE TABLE altered_quotations (
	alteration_id INTEGER NOT NULL, 
	quotation_id INTEGER NOT NULL, 
	PRIMARY KEY (alteration_id, quotation_id), 
	FOREIGN KEY(alteration_id) REFERENCES alterations (id), 
	FOREIGN KEY(quotation_id) REFERENCES quotations (id)
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
	added_at DATETIME NOT NULL, date_source VARCHAR, byline VARCHAR, modified_at DATETIME, retracted_at DATETIME, retracted_because VARCHAR, gone_at DATETIME, 
	PRIMARY KEY (id)
);
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	done_at DATETIME NOT NULL, 
	actor BIGINT, 
	action VARCHAR NOT NULL, 
	subject VARCHAR, 
	detail JSON, 
	PRIMARY KEY (id)
);
CREATE TABLE captures (
	id INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	final_url VARCHAR NOT NULL, 
	article_id VARCHAR(16), 
	captured_at DATETIME NOT NULL, 
	status INTEGER NOT NULL, 
	content_type VARCHAR, 
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	warc VARCHAR NOT NULL, 
	"offset" BIGINT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id)
);
CREATE TABLE channels (
	chat_id BIGINT NOT NULL, 
	title VARCHAR NOT NULL, 
	username VARCHAR, 
	added_by BIGINT NOT NULL, 
	added_at DATETIME NOT NULL, 
	left_at DATETIME, 
	post_at DATETIME, silence_told_at DATETIME, 
	PRIMARY KEY (chat_id)
);
CREATE TABLE corrections (
	id INTEGER NOT NULL, 
	article_id VARCHAR(16) NOT NULL, 
	field VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	corrected_at DATETIME NOT NULL, 
	corrected_by BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id)
);
CREATE TABLE deliveries (
	id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	thread_id BIGINT, 
	kind VARCHAR NOT NULL, 
	subject INTEGER NOT NULL, 
	watch_id INTEGER, 
	reply_to BIGINT NOT NULL, 
	due_at DATETIME, 
	waited BOOLEAN NOT NULL, 
	free_at FLOAT NOT NULL, 
	message_id BIGINT, 
	sent_at DATETIME, 
	revision INTEGER NOT NULL, 
	killed INTEGER, 
	hushed BOOLEAN NOT NULL, 
	fixed BOOLEAN NOT NULL, 
	attempts INTEGER NOT NULL, 
	taken BOOLEAN NOT NULL, 
	in_flight BOOLEAN NOT NULL, 
	uncertain INTEGER NOT NULL, 
	failed VARCHAR, 
	made_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (chat_id, kind, subject, reply_to)
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
CREATE TABLE feed_entries (
	feed_id INTEGER NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	seen_at DATETIME NOT NULL, article_id VARCHAR(16), 
	PRIMARY KEY (feed_id, "key"), 
	FOREIGN KEY(feed_id) REFERENCES feeds (id)
);
CREATE TABLE feeds (
	id INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	site_url VARCHAR, 
	title VARCHAR NOT NULL, 
	publisher VARCHAR, 
	added_by BIGINT, 
	added_at DATETIME NOT NULL, 
	paused BOOLEAN NOT NULL, 
	etag VARCHAR, 
	last_modified VARCHAR, 
	due_at DATETIME NOT NULL, 
	checked_at DATETIME, 
	succeeded_at DATETIME, 
	new_article_at DATETIME, 
	failing_since DATETIME, 
	failures INTEGER NOT NULL, 
	fault VARCHAR, 
	entries INTEGER NOT NULL, 
	undated INTEGER NOT NULL, 
	silence_told_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (url)
);
CREATE TABLE handled_updates (
	update_id BIGINT NOT NULL, 
	handled_at DATETIME NOT NULL, 
	PRIMARY KEY (update_id)
);
CREATE TABLE incident_passages (
	passage_id INTEGER NOT NULL, 
	incident_id INTEGER NOT NULL, 
	PRIMARY KEY (passage_id), 
	FOREIGN KEY(passage_id) REFERENCES passages (id), 
	FOREIGN KEY(incident_id) REFERENCES incidents (id)
);
CREATE TABLE incidents (
	id INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	starts DATE NOT NULL, 
	ends DATE NOT NULL, 
	trace JSON NOT NULL, 
	revision INTEGER NOT NULL, 
	answer_id VARCHAR, 
	publishers INTEGER NOT NULL, 
	killed INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(answer_id) REFERENCES answers (id)
);
CREATE TABLE invitations (
	sha256 VARCHAR(64) NOT NULL, 
	role VARCHAR NOT NULL, 
	uses_left INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	made_by BIGINT, 
	made_at DATETIME NOT NULL, 
	PRIMARY KEY (sha256)
);
CREATE TABLE job_items (
	job_id VARCHAR(36) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	article_id VARCHAR, 
	detail VARCHAR, brought JSON, 
	PRIMARY KEY (job_id, ordinal), 
	FOREIGN KEY(job_id) REFERENCES jobs (id)
);
CREATE TABLE jobs (
	id VARCHAR(36) NOT NULL, 
	kind VARCHAR NOT NULL, 
	payload JSON NOT NULL, 
	asked_by BIGINT, 
	asked_at DATETIME NOT NULL, 
	chat_id BIGINT, 
	thread_id BIGINT, 
	message_id BIGINT, 
	language VARCHAR, 
	state VARCHAR NOT NULL, 
	total INTEGER, 
	finished_at DATETIME, 
	told_at DATETIME, 
	PRIMARY KEY (id)
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
CREATE TABLE paces (
	name VARCHAR NOT NULL, 
	free_at FLOAT NOT NULL, 
	PRIMARY KEY (name)
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
	article_topics VARCHAR NOT NULL, watched BOOLEAN DEFAULT 1 NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id), 
	FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE TABLE people (
	user_id BIGINT NOT NULL, 
	role VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	given_by BIGINT, 
	PRIMARY KEY (user_id)
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
CREATE TABLE readers (
	chat_id BIGINT NOT NULL, 
	language VARCHAR, 
	zone VARCHAR, 
	quiet_from INTEGER, 
	quiet_until INTEGER, 
	muted_until DATETIME, 
	unreachable_since DATETIME, 
	back_at FLOAT NOT NULL, 
	free_at FLOAT NOT NULL, 
	PRIMARY KEY (chat_id)
);
CREATE TABLE rechecks (
	article_id VARCHAR(16) NOT NULL, 
	due_at DATETIME NOT NULL, 
	step INTEGER NOT NULL, 
	checked_at DATETIME, 
	etag VARCHAR, 
	last_modified VARCHAR, 
	missing INTEGER NOT NULL, 
	PRIMARY KEY (article_id), 
	FOREIGN KEY(article_id) REFERENCES articles (id)
);
CREATE TABLE "shown_answers" (
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	answer_id VARCHAR NOT NULL, 
	thread_id BIGINT, 
	shown_at DATETIME NOT NULL, 
	in_dialogue BOOLEAN NOT NULL, 
	PRIMARY KEY (chat_id, message_id, answer_id), 
	FOREIGN KEY(answer_id) REFERENCES answers (id)
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
	kept_at DATETIME NOT NULL, capture_id INTEGER REFERENCES captures (id), 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id), 
	UNIQUE (article_id, number)
);
CREATE TABLE watch_keys (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	topic VARCHAR NOT NULL, 
	killed INTEGER NOT NULL, 
	publishers INTEGER NOT NULL, 
	watch_id INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(watch_id) REFERENCES watches (id)
);
CREATE TABLE watches (
	id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	thread_id BIGINT, 
	terms JSON NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	rhythm VARCHAR NOT NULL, 
	hour INTEGER NOT NULL, 
	weekday INTEGER NOT NULL, 
	paused BOOLEAN NOT NULL, 
	made_at DATETIME NOT NULL, 
	answer_id VARCHAR, 
	asked JSON, 
	message_id BIGINT, 
	PRIMARY KEY (id), 
	UNIQUE (chat_id, fingerprint), 
	FOREIGN KEY(answer_id) REFERENCES answers (id)
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0005');
INSERT INTO "alterations" ("id", "article_id", "kind", "altered_at", "before_id", "after_id", "reason", "passed_on") VALUES (1, '5a5c0e7ad8bf2f3c', 'changed', '2024-11-17 09:00:00.000000', 1, 2, NULL, 1);
INSERT INTO "altered_quotations" ("alteration_id", "quotation_id") VALUES (1, 1);
INSERT INTO "answers" ("id", "answered_at", "outcome", "question") VALUES ('A7F3Q2', '2024-11-17 09:00:00.000000', 'answered', '{"turns": [{"text": "what happened in Til Temir", "today": "2024-11-17", "changes": []}], "zone": "Asia/Damascus"}');
INSERT INTO "articles" ("id", "url", "title", "publisher", "language", "published_at", "published_precision", "current_version", "added_at", "date_source", "byline", "modified_at", "retracted_at", "retracted_because", "gone_at") VALUES ('5a5c0e7ad8bf2f3c', 'https://north-wire.example.org/shells', 'Shells', 'North Wire', 'en', '2024-11-17 09:00:00.000000', 'day', 2, '2024-11-17 09:00:00.000000', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "articles" ("id", "url", "title", "publisher", "language", "published_at", "published_precision", "current_version", "added_at", "date_source", "byline", "modified_at", "retracted_at", "retracted_because", "gone_at") VALUES ('0b0f6c37b7a5e9d1', 'https://north-wire.example.org/clash', 'Clash', 'North Wire', 'en', '2024-11-17 09:00:00.000000', 'day', 1, '2024-11-17 09:00:00.000000', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "audit" ("id", "done_at", "actor", "action", "subject", "detail") VALUES (1, '2024-11-17 09:00:00.000000', NULL, 'editors add', '4711', NULL);
INSERT INTO "audit" ("id", "done_at", "actor", "action", "subject", "detail") VALUES (2, '2024-11-17 09:00:00.000000', 4711, 'correct', '0b0f6c37b7a5e9d1', NULL);
INSERT INTO "audit" ("id", "done_at", "actor", "action", "subject", "detail") VALUES (3, '2024-11-17 09:00:00.000000', 4711, 'ingest', 'interview_with_azad.pdf', NULL);
INSERT INTO "channels" ("chat_id", "title", "username", "added_by", "added_at", "left_at", "post_at", "silence_told_at") VALUES (-1001, 'North Wire', NULL, 4711, '2024-11-17 09:00:00.000000', NULL, NULL, NULL);
INSERT INTO "corrections" ("id", "article_id", "field", "value", "corrected_at", "corrected_by") VALUES (1, '0b0f6c37b7a5e9d1', 'publisher', 'North Wire', '2024-11-17 09:00:00.000000', 4711);
INSERT INTO "deliveries" ("id", "chat_id", "thread_id", "kind", "subject", "watch_id", "reply_to", "due_at", "waited", "free_at", "message_id", "sent_at", "revision", "killed", "hushed", "fixed", "attempts", "taken", "in_flight", "uncertain", "failed", "made_at") VALUES (1, 4001, NULL, 'correction', 1, NULL, 12, NULL, 0, 0.0, 13, '2024-11-17 09:00:00.000000', 0, NULL, 0, 0, 0, 0, 0, 0, NULL, '2024-11-17 09:00:00.000000');
INSERT INTO "embedding_models" ("id", "name", "dimension", "query_prompt", "passage_prompt") VALUES (1, 'words', 4, 'query: ', 'passage: ');
INSERT INTO "feeds" ("id", "url", "site_url", "title", "publisher", "added_by", "added_at", "paused", "etag", "last_modified", "due_at", "checked_at", "succeeded_at", "new_article_at", "failing_since", "failures", "fault", "entries", "undated", "silence_told_at") VALUES (1, 'https://north-wire.example.org/feed', NULL, 'North Wire', NULL, 4711, '2024-11-17 09:00:00.000000', 0, NULL, NULL, '2024-11-17 09:00:00.000000', NULL, NULL, NULL, NULL, 0, NULL, 2, 0, NULL);
INSERT INTO "handled_updates" ("update_id", "handled_at") VALUES (1, '2024-11-17 09:00:00.000000');
INSERT INTO "mentions" ("id", "passage_id", "place_id", "role", "start", "end") VALUES (1, 2, 'geonames:174436', 'text', 35, 43);
INSERT INTO "passage_words" (rowid, "folded") VALUES (2, 'three shells fell in fields south of tal tamr on saturday, a farmer of the village said by telephone.');
INSERT INTO "passage_words" (rowid, "folded") VALUES (3, 'eight fighters were killed in ras al-ain on friday when two groups shot at each other beside the silos.');
INSERT INTO "passages" ("id", "version_id", "article_id", "ordinal", "start", "end", "current", "topics", "article_topics", "watched") VALUES (1, 1, '5a5c0e7ad8bf2f3c', 0, 0, 99, 0, 'shelling', 'shelling', 1);
INSERT INTO "passages" ("id", "version_id", "article_id", "ordinal", "start", "end", "current", "topics", "article_topics", "watched") VALUES (2, 2, '5a5c0e7ad8bf2f3c', 0, 0, 101, 1, 'shelling', 'shelling', 1);
INSERT INTO "passages" ("id", "version_id", "article_id", "ordinal", "start", "end", "current", "topics", "article_topics", "watched") VALUES (3, 3, '0b0f6c37b7a5e9d1', 0, 0, 103, 1, 'shelling', 'shelling', 1);
INSERT INTO "people" ("user_id", "role", "since", "given_by") VALUES (4711, 'editor', '2024-11-17 09:00:00.000000', NULL);
INSERT INTO "periods" ("id", "passage_id", "starts", "ends", "precision", "role", "part") VALUES (1, 2, '2024-11-16', '2024-11-16', 'day', 'text', NULL);
INSERT INTO "quotations" ("id", "answer_id", "incident", "version_id", "start", "end") VALUES (1, 'A7F3Q2', 0, 1, 0, 99);
INSERT INTO "quotations" ("id", "answer_id", "incident", "version_id", "start", "end") VALUES (2, 'A7F3Q2', 1, 3, 0, 103);
INSERT INTO "readers" ("chat_id", "language", "zone", "quiet_from", "quiet_until", "muted_until", "unreachable_since", "back_at", "free_at") VALUES (4001, NULL, 'Europe/Berlin', NULL, NULL, NULL, NULL, 0.0, 0.0);
INSERT INTO "shown_answers" ("chat_id", "message_id", "answer_id", "thread_id", "shown_at", "in_dialogue") VALUES (4001, 12, 'A7F3Q2', NULL, '2024-11-17 09:00:00.000000', 1);
INSERT INTO "vectors" ("passage_id", "vector", "indexed") VALUES (2, X'0000003F0000003F0000003F0000003F', 0);
INSERT INTO "vectors" ("passage_id", "vector", "indexed") VALUES (3, X'0000003F0000003F0000003F0000003F', 0);
INSERT INTO "versions" ("id", "article_id", "number", "sha256", "title", "text", "kept_at", "capture_id") VALUES (1, '5a5c0e7ad8bf2f3c', 1, '91a724510d885df05629d5338c9d4683a189ff3012ba509c88040676fc22b374', 'Shells', 'Two shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone.', '2024-11-17 09:00:00.000000', NULL);
INSERT INTO "versions" ("id", "article_id", "number", "sha256", "title", "text", "kept_at", "capture_id") VALUES (2, '5a5c0e7ad8bf2f3c', 2, '7f46289e14775fc24232a3bc71e62676d7357119c15ee6f62005034f9aed7291', 'Shells', 'Three shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone.', '2024-11-17 09:00:00.000000', NULL);
INSERT INTO "versions" ("id", "article_id", "number", "sha256", "title", "text", "kept_at", "capture_id") VALUES (3, '0b0f6c37b7a5e9d1', 1, '5bb4522124cbddeaa721bed3648022f6d4a1ef39e175bedecacc04cbc531a37c', 'Shells', 'Eight fighters were killed in Ras al-Ain on Friday when two groups shot at each other beside the silos.', '2024-11-17 09:00:00.000000', NULL);
INSERT INTO "watch_keys" ("id", "key", "topic", "killed", "publishers", "watch_id") VALUES (1, 'geonames:174436', '', 0, 1, 1);
INSERT INTO "watches" ("id", "chat_id", "thread_id", "terms", "fingerprint", "rhythm", "hour", "weekday", "paused", "made_at", "answer_id", "asked", "message_id") VALUES (1, 4001, NULL, '{"places": [["geonames:174436", "Til Temir"]], "reaches": [], "ids": [], "circle": null, "topics": [], "topic": "", "publishers": 1, "killed": 0}', 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'instant', 8, 0, 0, '2024-11-17 09:00:00.000000', NULL, NULL, NULL);
CREATE INDEX deliveries_by_due ON deliveries (due_at, free_at);
CREATE INDEX deliveries_by_subject ON deliveries (kind, subject);
CREATE INDEX ix_alterations_altered_at ON alterations (altered_at);
CREATE INDEX ix_alterations_article_id ON alterations (article_id);
CREATE INDEX ix_altered_quotations_quotation_id ON altered_quotations (quotation_id);
CREATE INDEX ix_answers_answered_at ON answers (answered_at);
CREATE INDEX ix_articles_published_at ON articles (published_at);
CREATE INDEX ix_articles_publisher ON articles (publisher);
CREATE INDEX ix_audit_actor ON audit (actor);
CREATE INDEX ix_audit_done_at ON audit (done_at);
CREATE INDEX ix_captures_article_id ON captures (article_id);
CREATE INDEX ix_captures_sha256 ON captures (sha256);
CREATE INDEX ix_corrections_article_id ON corrections (article_id);
CREATE INDEX ix_feed_entries_article_id ON feed_entries (article_id);
CREATE INDEX ix_feeds_due_at ON feeds (due_at);
CREATE INDEX ix_handled_updates_handled_at ON handled_updates (handled_at);
CREATE INDEX ix_incident_passages_incident_id ON incident_passages (incident_id);
CREATE INDEX ix_incidents_starts ON incidents (starts);
CREATE INDEX ix_jobs_told_at ON jobs (told_at);
CREATE INDEX ix_mentions_passage_id ON mentions (passage_id);
CREATE INDEX ix_passages_article_id ON passages (article_id);
CREATE INDEX ix_passages_version_id ON passages (version_id);
CREATE INDEX ix_periods_passage_id ON periods (passage_id);
CREATE INDEX ix_place_names_place_id ON place_names (place_id);
CREATE INDEX ix_places_parent_id ON places (parent_id);
CREATE INDEX ix_quotations_answer_id ON quotations (answer_id);
CREATE INDEX ix_quotations_version_id ON quotations (version_id);
CREATE INDEX ix_rechecks_due_at ON rechecks (due_at);
CREATE INDEX ix_shown_answers_answer_id ON shown_answers (answer_id);
CREATE INDEX ix_shown_answers_shown_at ON shown_answers (shown_at);
CREATE INDEX ix_vectors_indexed ON vectors ("indexed");
CREATE INDEX ix_versions_article_id ON versions (article_id);
CREATE INDEX ix_watch_keys_watch_id ON watch_keys (watch_id);
CREATE INDEX ix_watches_chat_id ON watches (chat_id);
CREATE INDEX mentions_by_place ON mentions (place_id, passage_id);
CREATE INDEX passages_unwatched ON passages (id) WHERE NOT watched AND current;
CREATE INDEX periods_by_date ON periods (starts, ends, passage_id);
CREATE INDEX watch_keys_by_key ON watch_keys ("key", topic, killed, publishers, watch_id);
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
