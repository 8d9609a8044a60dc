"""Read many files back and print what was wrong: ``python -m tests.invoice_data COUNT [FAMILY] [FIRST-SEED]``."""

from tests.invoice_data.made import FAMILIES, a_file
from tests.invoice_data.measure import read_back
from tests.tally import asked_for, tally

if __name__ == "__main__":
    tally(a_file, read_back, *asked_for(FAMILIES))
