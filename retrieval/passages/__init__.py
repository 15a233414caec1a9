"""The passages that concern a place and a period, and quotations cut from them; ranking is the work of search."""
