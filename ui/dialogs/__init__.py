"""Questions: each dialog answers one by ``ask(...)`` and writes nothing."""
