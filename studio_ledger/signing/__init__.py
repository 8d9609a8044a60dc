"""Keys that sign, locked on disk by their owner's password alone."""
