"""What documents of explanation and consent say, as recipients and donors of cells read them."""
