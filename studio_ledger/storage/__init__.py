"""The SQLite file: engine, tables, guards. Nothing here knows what an act means."""
