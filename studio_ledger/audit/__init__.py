"""Proof: replaying the log and comparing it with what the tables say."""
