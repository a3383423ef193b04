-- The derived tables of the present registry: a snapshot for review. Written by db/snapshot.py.

CREATE TABLE "conflict" (
   "what" TEXT NOT NULL,
   "tab" INTEGER NOT NULL,
   "k1" INTEGER NOT NULL,
   "k2" INTEGER NOT NULL,
   "k3" INTEGER NOT NULL,
   "col" INTEGER NOT NULL,
   "site" INTEGER NOT NULL,
   "ts" INTEGER NOT NULL,
   "val" ANY,
   PRIMARY KEY ("what", "tab", "k1", "k2", "k3", "col", "site", "ts")
) STRICT, WITHOUT ROWID;

CREATE TABLE "plan" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "title" TEXT,
   "year" INTEGER,
   "issuer" TEXT,
   "doc_number" TEXT,
   "written_on" TEXT,
   "main_to" TEXT,
   "copy_to" TEXT,
   "printed_by" TEXT,
   "printed_on" TEXT,
   "mark" TEXT,
   "notice_title" TEXT,
   "book_title" TEXT,
   "table_title" TEXT,
   "signer" TEXT,
   "secrecy" TEXT,
   "urgency" TEXT,
   "copy_number" TEXT,
   "contact" TEXT,
   "stage" TEXT,
   "cut_off_day" INTEGER,
   "tolerance" TEXT,
   "far_behind" TEXT,
   "archived_on" TEXT,
   "archive_code" TEXT,
   "remark" TEXT
) STRICT;

CREATE TABLE "paragraph" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "section" TEXT,
   "text" TEXT
) STRICT;

CREATE TABLE "unit" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "parent" INTEGER,
   "order" TEXT,
   "name" TEXT,
   "kind" TEXT,
   "plaques" TEXT,
   "contact" TEXT,
   "phone" TEXT,
   "same_as" INTEGER
) STRICT;

CREATE TABLE "alias" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "unit" INTEGER,
   "text" TEXT
) STRICT;

CREATE TABLE "unit_group" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "name" TEXT,
   "expected_size" INTEGER,
   "open" INTEGER
) STRICT;

CREATE TABLE "member" (
   "group" INTEGER NOT NULL,
   "unit" INTEGER NOT NULL,
   "deleted" INTEGER,
   "order" TEXT,
   PRIMARY KEY ("group", "unit")
) STRICT, WITHOUT ROWID;

CREATE TABLE "pairing" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "east" INTEGER,
   "west" INTEGER,
   "kind" TEXT,
   "ordinal" TEXT,
   "note" TEXT
) STRICT;

CREATE TABLE "category" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "ordinal" TEXT,
   "name" TEXT
) STRICT;

CREATE TABLE "indicator" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "parent" INTEGER,
   "order" TEXT,
   "category" INTEGER,
   "ordinal" TEXT,
   "name" TEXT,
   "measure_unit" TEXT,
   "target" TEXT,
   "target_reading" TEXT,
   "nature" TEXT,
   "parent_relation" TEXT,
   "definition" TEXT,
   "evidence" TEXT,
   "deadline" TEXT,
   "direction" TEXT,
   "accumulation" TEXT,
   "leader" TEXT,
   "note" TEXT,
   "last_value" TEXT,
   "stages" TEXT,
   "base" TEXT
) STRICT;

CREATE TABLE "responsibility" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "subject" INTEGER,
   "unit" INTEGER,
   "role" TEXT,
   "order" TEXT,
   "capacity" TEXT,
   "open" INTEGER,
   "wording" TEXT
) STRICT;

CREATE TABLE "allocation" (
   "indicator" INTEGER NOT NULL,
   "bearer" INTEGER NOT NULL,
   "partner" INTEGER NOT NULL,
   "deleted" INTEGER,
   "order" TEXT,
   "amount" TEXT,
   "amount_reading" TEXT,
   PRIMARY KEY ("indicator", "bearer", "partner")
) STRICT, WITHOUT ROWID;

CREATE TABLE "task" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "ordinal" TEXT,
   "theme" TEXT,
   "origin" TEXT,
   "superior_text" TEXT,
   "deadline" TEXT,
   "indicator" INTEGER,
   "heading" TEXT,
   "leader" TEXT,
   "note" TEXT,
   "goal" TEXT
) STRICT;

CREATE TABLE "measure" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "task" INTEGER,
   "order" TEXT,
   "text" TEXT,
   "deadline" TEXT
) STRICT;

CREATE TABLE "chapter" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "ordinal" TEXT,
   "unit" INTEGER,
   "heading" TEXT
) STRICT;

CREATE TABLE "clause" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "chapter" INTEGER,
   "order" TEXT,
   "ordinal" TEXT,
   "lead" TEXT,
   "text" TEXT
) STRICT;

CREATE TABLE "mention" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "clause" INTEGER,
   "order" TEXT,
   "number_text" TEXT,
   "measure_unit" TEXT,
   "indicator" INTEGER
) STRICT;

CREATE TABLE "unplaced" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "source" TEXT,
   "part" TEXT,
   "row" INTEGER,
   "col" INTEGER,
   "text" TEXT,
   "reason" TEXT,
   "settled" INTEGER
) STRICT;

CREATE TABLE "source" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "name" TEXT,
   "sha256" TEXT,
   "read_as" TEXT,
   "paper" TEXT,
   "other_headers" TEXT
) STRICT;

CREATE TABLE "waiver" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "rule" TEXT,
   "place" TEXT,
   "reason" TEXT
) STRICT;

CREATE TABLE "table_column" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "field" TEXT,
   "caption" TEXT,
   "table" TEXT
) STRICT;

CREATE TABLE "dispatch" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "unit" INTEGER,
   "sender" INTEGER,
   "round" INTEGER,
   "sent_on" TEXT,
   "due_on" TEXT,
   "period" INTEGER,
   "request" TEXT,
   "code" TEXT,
   "file_name" TEXT
) STRICT;

CREATE TABLE "receipt" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "dispatch" INTEGER,
   "made_on" TEXT,
   "made_by" TEXT,
   "filled" INTEGER,
   "expected" INTEGER,
   "received_on" TEXT,
   "received_by" TEXT,
   "code" TEXT,
   "file_name" TEXT,
   "sent_back_on" TEXT,
   "reason" TEXT
) STRICT;

CREATE TABLE "report" (
   "indicator" INTEGER NOT NULL,
   "bearer" INTEGER NOT NULL,
   "period" INTEGER NOT NULL,
   "deleted" INTEGER,
   "value" TEXT,
   "note" TEXT,
   "problem" TEXT,
   "next_step" TEXT,
   "state" TEXT,
   "reported_by" TEXT,
   "reported_on" TEXT,
   "received_via" TEXT,
   "follow_up" INTEGER,
   "comment" TEXT,
   "correction" TEXT,
   PRIMARY KEY ("indicator", "bearer", "period")
) STRICT, WITHOUT ROWID;

CREATE TABLE "period" (
   "period" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "cut_off" TEXT,
   "locked" INTEGER,
   "pace" TEXT
) STRICT;

CREATE TABLE "lock_exception" (
   "period" INTEGER NOT NULL,
   "unit" INTEGER NOT NULL,
   "deleted" INTEGER,
   "until" TEXT,
   "reason" TEXT,
   PRIMARY KEY ("period", "unit")
) STRICT, WITHOUT ROWID;

CREATE TABLE "evidence" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "title" TEXT,
   "kind" TEXT,
   "indicator" INTEGER,
   "unit" INTEGER,
   "period" INTEGER,
   "covers" TEXT,
   "file_name" TEXT,
   "sha256" TEXT,
   "size" INTEGER,
   "place" TEXT,
   "state" TEXT,
   "verifier" TEXT,
   "verified_on" TEXT,
   "note" TEXT
) STRICT;

CREATE TABLE "reminder" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "unit" INTEGER,
   "made_on" TEXT,
   "level" TEXT,
   "text" TEXT,
   "answered_on" TEXT,
   "answer" TEXT
) STRICT;

CREATE TABLE "adjustment" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "indicator" INTEGER,
   "bearer" INTEGER,
   "partner" INTEGER,
   "old" TEXT,
   "new" TEXT,
   "doc_number" TEXT,
   "adjusted_on" TEXT,
   "reason" TEXT,
   "what" TEXT
) STRICT;

CREATE TABLE "scheme" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "order" TEXT,
   "title" TEXT,
   "total" TEXT,
   "parties" INTEGER,
   "rank_by" TEXT,
   "ranked" TEXT,
   "ties" TEXT,
   "unfinished" TEXT,
   "cap" TEXT,
   "no_target" TEXT,
   "decimals" INTEGER,
   "rounding" TEXT
) STRICT;

CREATE TABLE "score_group" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "scheme" INTEGER,
   "order" TEXT,
   "ordinal" TEXT,
   "name" TEXT,
   "points" TEXT,
   "limit" TEXT
) STRICT;

CREATE TABLE "score_item" (
   "id" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "group" INTEGER,
   "parent" INTEGER,
   "order" TEXT,
   "ordinal" TEXT,
   "name" TEXT,
   "content" TEXT,
   "standard" TEXT,
   "points" TEXT,
   "rule" TEXT,
   "confirmed" INTEGER,
   "evidence" TEXT,
   "indicator" INTEGER,
   "assessor" TEXT,
   "note" TEXT
) STRICT;

CREATE TABLE "score" (
   "item" INTEGER NOT NULL,
   "party" INTEGER NOT NULL,
   "deleted" INTEGER,
   "value" TEXT,
   "target" TEXT,
   "adjusted" TEXT,
   "reason" TEXT,
   "scorer" TEXT,
   "state" TEXT,
   PRIMARY KEY ("item", "party")
) STRICT, WITHOUT ROWID;

CREATE TABLE "handling" (
   "subject" INTEGER NOT NULL,
   "unit" INTEGER NOT NULL,
   "deleted" INTEGER,
   "state" TEXT,
   "done_on" TEXT,
   "note" TEXT,
   "said_by" TEXT,
   "said_on" TEXT,
   PRIMARY KEY ("subject", "unit")
) STRICT, WITHOUT ROWID;

CREATE TABLE "page_setup" (
   "report" INTEGER PRIMARY KEY,
   "deleted" INTEGER,
   "title" TEXT,
   "paper" TEXT,
   "orientation" TEXT,
   "line_pitch" TEXT,
   "form" TEXT,
   "unsealed" INTEGER,
   "unbound" INTEGER,
   "remainder" INTEGER,
   "continued" INTEGER,
   "job" INTEGER,
   "draft" INTEGER,
   "last_year" INTEGER,
   "handled" INTEGER
) STRICT;
