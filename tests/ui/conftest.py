"""What every test of the window shares."""

import gc

import pytest


@pytest.fixture(autouse=True)
def garbage_goes_on_the_windows_thread():
    """Collect on the window's thread alone: a pool thread that happens to collect would destroy widgets over there."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()
