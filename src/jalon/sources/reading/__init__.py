"""What readers share: bytes to text, tables, numbers and dates."""
