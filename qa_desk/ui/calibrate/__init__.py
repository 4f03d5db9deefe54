"""Calibrate: the same interactions scored blind by several people, then settled side by side."""
