"""Authoring: skeletons of new files, one layout for all, a preview, and who validated what."""
