"""Data that the program reads: rule packs, fonts, icons, themes, words."""
