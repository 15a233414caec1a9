"""What is asked for or due is taken in, whatever is killed meanwhile: jobs, feeds, channels, pages looked at again."""
