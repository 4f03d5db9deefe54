"""Hearing and seeing an interaction: playback, its controls, the waveform, and the lines of what was said."""
