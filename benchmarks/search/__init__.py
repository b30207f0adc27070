"""How fast a big bank is searched, and which words a word finds."""
