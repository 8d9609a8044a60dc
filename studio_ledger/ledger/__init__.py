"""The books: how acts become vouchers, balances and budgets, and what may be booked."""
