"""Every sentence, number and date that a person reads, in French and in English."""
