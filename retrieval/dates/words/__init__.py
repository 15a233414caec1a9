"""Words about time in English, Arabic, Kurmanji and Turkish: one table a language, one outline for all."""
