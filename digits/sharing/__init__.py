"""Links, QR codes, picture cards and albums."""
