"""Threads and transcripts as other programs write them: one file a format, listed in `registry.FORMS`."""
