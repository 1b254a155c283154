"""From a drawing to an answer: segmentation, network, verdict."""
