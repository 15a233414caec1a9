"""Words about time in English, Arabic, Kurmanji and Turkish: one table a language, one reader for all."""
