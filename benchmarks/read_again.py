"""Recognise everything in the library of DATELINE_DATA_DIR anew: `python -m benchmarks.read_again`."""

from ingest.pipeline import Pipeline
from retrieval.services import open_services
from retrieval.settings import Settings

if __name__ == "__main__":
    with open_services(Settings.read()) as services:
        Pipeline(services).recognise_again()
