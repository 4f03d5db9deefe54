"""A libsndfile file that is read straight on: python-soundfile seeks after every read, and decoders stumble over that.

After a seek, MP3 takes up to 1,400 samples until it decodes as it would have in passing (its frames lean on those before),
and in the last page of an Ogg file a seek lands some milliseconds beside its goal. A file read block by block would have
that at each block.
"""

from __future__ import annotations

import soundfile


class StraightSoundFile(soundfile.SoundFile):  # type: ignore[misc]  # the library has no types
    """Reads where it stands. `can_seek` tells what `seekable` would."""

    @property
    def can_seek(self) -> bool:
        """Whether `seek` works."""
        return bool(super().seekable())

    def seekable(self) -> bool:
        """No: then nothing but `seek` itself moves the place."""
        return False
