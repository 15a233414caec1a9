"""What happens, as metrics, traces and lines of the log: how often, how long, how it ended, and no word of a reader."""
