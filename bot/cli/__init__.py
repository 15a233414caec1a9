"""The command `dateline`: one module for each group of subcommands."""
