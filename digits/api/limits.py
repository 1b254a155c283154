"""What one request, and all of them together, may ask for."""

MAX_BODY = 16 * 2**20  # bytes: of a request, or of one line of a stream
MAX_HELD = 64 * 2**20  # bytes: of all requests that wait
MAX_REQUESTS = 64  # at once
MAX_NESTED = 500_000  # lists and objects in JSON that is read at once
MAX_ROWS = 1_000  # in a list
ROWS_A_TURN, BYTES_A_TURN = 8, 2**18  # of a stream: what it has read before others have their turn
IDLE_TIMEOUT = 30.0  # seconds: from one part of a request to the next, and until a part of the answer is taken
BODY_TIMEOUT = 120.0  # seconds: for the whole of a request, or from one of its lines to the next
READ_TIMEOUT = 10.0  # seconds: for the drawings of one request
TURN_TIMEOUT = 20.0  # seconds: for a request that cannot look at the clock, a single picture
