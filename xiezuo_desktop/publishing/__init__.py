"""Publishing plans into a database server, where many of them are analysed together; nothing is ever read back."""
