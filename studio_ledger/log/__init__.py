"""The signed log: canonical bytes, the chain over them, and the signatures that hold it."""
