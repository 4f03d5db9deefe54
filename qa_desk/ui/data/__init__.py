"""Data: what was brought in, and bringing more in."""
