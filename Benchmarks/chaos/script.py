"""What happens in the scenarios while the load runs. Each script is called with the stage."""

GAP = 0.3
BEGIN, END = 0.15, 0.85


def trouble(begin, end):
    """The first endpoint is in trouble for most of the run, and was and will be well before and after."""
    def play(stage):
        stage.until(BEGIN)
        begin(stage.endpoints[0])
        stage.until(END)
        end(stage.endpoints[0])
    return play


def leave_black_hole(endpoint):
    endpoint.behave(kind="normal")
    endpoint.listen()


def rolling_soft(stage):
    for number, endpoint in enumerate(stage.endpoints):
        stage.until(BEGIN + number * 0.25)
        endpoint.drain()
        stage.pause(GAP)
        endpoint.listen()


def rolling_hard(stage):
    for number, endpoint in enumerate(stage.endpoints):
        endpoint.prepare_successor()
        stage.until(BEGIN + number * 0.25)
        endpoint.die()
        stage.pause(GAP)
        endpoint.come_back()


def single_restart(stage):
    stage.until(0.3)
    stage.endpoints[0].drain()
    stage.pause(1.0)
    stage.endpoints[0].listen()


def outage(stage):
    stage.endpoints[0].prepare_successor()
    stage.until(0.35)
    stage.endpoints[0].die()
    stage.until(END)
    stage.endpoints[0].come_back()


def slow(stage):
    stage.until(BEGIN)
    stage.endpoints[0].behave(delay=0.5)
    stage.until(END)
    stage.endpoints[0].behave(delay=0.005)


def move(stage):
    stage.until(0.4)
    stage.resolver.address = stage.endpoints[1].host
    stage.endpoints[0].die()


def lose_resolver(stage):
    stage.until(0.2)
    stage.resolver.silent = True


def reload_ten_times(stage):
    for number in range(10):
        stage.until((number + 1) / 12)
        stage.proxy.reload()


def upgrade(stage):
    stage.until(0.35)
    stage.proxy.upgrade()
