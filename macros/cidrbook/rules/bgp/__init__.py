"""BGP: both ends of a session agree, and what is announced arrives."""
