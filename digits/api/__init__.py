"""HTTP for programs: the Open Inference Protocol, `/read`, and figures for who watches over the server."""
