"""The read side: what lists and pages show, as frozen rows."""
