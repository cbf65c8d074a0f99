"""The sequences: who calls whom, in which order; no arithmetic, no SQL, no sentence."""
