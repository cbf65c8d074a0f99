"""`python -m benchmarks.screens [HOME]`: alone, on a demo's home that is already built where one is named."""

import sys

from benchmarks import machine, screens

print(machine.described())
sys.exit(0 if screens.run(*sys.argv[1:2]) else 1)
