"""What templates may call; no rule is decided here."""
