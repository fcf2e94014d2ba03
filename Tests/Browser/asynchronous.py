# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""`async def` tests: they and what they use share one event loop. For conftest.py to import."""

import asyncio
import inspect
import re

import pytest

TEST_SECONDS = 80


@pytest.fixture(scope="session")
def loop():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield loop
    loop.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    loop = pyfuncitem._request.getfixturevalue("loop")

    async def body():
        try:
            async with asyncio.timeout(TEST_SECONDS):
                await pyfuncitem.obj(**arguments)
        except BaseException:
            if "stage" in arguments:
                await arguments["stage"].pictures(re.sub(r"\W+", "-", pyfuncitem.name))
            raise
        pyfuncitem.passed = True

    loop.run_until_complete(body())
    return True
