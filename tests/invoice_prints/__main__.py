"""Read many prints back and print what was wrong: ``python -m tests.invoice_prints COUNT [FAMILY] [FIRST-SEED]``."""

from tests.invoice_prints.measure import read_back
from tests.invoice_prints.prints import FAMILIES, a_print
from tests.tally import asked_for, tally

if __name__ == "__main__":
    tally(a_print, read_back, *asked_for(FAMILIES))
