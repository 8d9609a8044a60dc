"""Fuzzing: each reader of foreign bytes is a target, fed with files of our own making that were spoilt.

``python3 run.py test tests/fuzz --fuzz-seconds 60`` gives each target a minute; the suite gives it two seconds.
``python -m tests.fuzz`` tells how many files a second; ``python -m tests.fuzz TARGET …`` lets atheris (the extra
``fuzz``) look for new paths through the code, with its own options behind the target's name.
"""
