"""Other people's evaluation forms: one file a format, each telling what it could not understand."""
