"""What connectors share: asking a tool over the network, patiently, within its quotas, never led elsewhere."""
