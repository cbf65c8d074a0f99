"""Early warning of a risk: a lasting shift told from a spike, within a stated budget of false alarms."""
