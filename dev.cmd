@echo off
rem dev demo ^| test ^| check ^| bench ^| build ^| manual ^| run - installs what is missing with pip, then does it.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
set PIP_DISABLE_PIP_VERSION_CHECK=1
if not exist .venv\Scripts\python.exe (
    py -3.11 -m venv .venv 2>nul || py -3.12 -m venv .venv 2>nul || python -m venv .venv || exit /b 1
)
fc /b pyproject.toml .venv\stamp >nul 2>&1 || (
    .venv\Scripts\python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; print('\n'.join(p['dependencies'] + p['optional-dependencies']['dev']))" > .venv\requirements.txt || exit /b 1
    .venv\Scripts\pip install -q -r .venv\requirements.txt || exit /b 1
    copy /y pyproject.toml .venv\stamp >nul
)
.venv\Scripts\python -m compileall -q xiezuo_desktop
for %%t in (demo test check bench build manual) do if "%1"=="%%t" goto %%t
if "%1"=="run" goto run
echo dev demo ^| test ^| check ^| bench ^| build ^| manual ^| run
exit /b 2

:demo
.venv\Scripts\python main.py demo out && .venv\Scripts\python main.py out\district.xiezuo
exit /b %errorlevel%

:test
.venv\Scripts\python -m pytest
exit /b %errorlevel%

:check
.venv\Scripts\ruff check . && .venv\Scripts\ruff format --check . && .venv\Scripts\mypy && .venv\Scripts\lint-imports
exit /b %errorlevel%

:bench
if not defined XIEZUO_BENCHMARKS set XIEZUO_BENCHMARKS=write
for %%b in (benchmarks\*.py) do echo %%~nb| findstr /b _ >nul || .venv\Scripts\python %%b
exit /b 0

:build
.venv\Scripts\python packaging\make_icons.py build\icons || exit /b 1
.venv\Scripts\python -m PyInstaller --noconfirm --log-level ERROR build.spec || exit /b 1
.venv\Scripts\python -m PyInstaller --noconfirm --log-level ERROR --windowed --name bare --distpath build\bare\dist --workpath build\bare\work --specpath build\bare packaging\bare_window.py || exit /b 1
.venv\Scripts\python packaging\check_build.py
exit /b %errorlevel%

:manual
.venv\Scripts\python packaging\make_manual.py
exit /b %errorlevel%

:run
set "words=%*"
.venv\Scripts\python main.py %words:~4%
exit /b %errorlevel%
