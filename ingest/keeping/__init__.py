"""A draft becomes a kept article with recognised passages; the bytes read are captured. Nothing is fetched."""
