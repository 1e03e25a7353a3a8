# One image for every role (web, worker, beat, migrate); docker-compose.yml chooses the command.
ARG PYTHON=3.13-slim-trixie

FROM python:${PYTHON} AS build
# "seal" adds what sealing documents with the company's certificate needs
ARG PACKAGES=base
WORKDIR /app
COPY requirements/${PACKAGES}.txt requirements/
RUN python -m venv /app/.runtime \
 && /app/.runtime/bin/pip install --no-cache-dir --require-hashes -r requirements/${PACKAGES}.txt
# styles, scripts, fonts and icons; Node comes from its wheel and stays in this stage
COPY requirements requirements
COPY package.json package-lock.json ./
COPY bin bin
COPY static static
RUN bin/assets
COPY locale locale
RUN /app/.runtime/bin/python bin/bootstrap/compile_po.py

FROM python:${PYTHON}
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home cadrage
WORKDIR /app
ENV PATH=/app/.runtime/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp
COPY --from=build /app/.runtime /app/.runtime
COPY --from=build /app/build /app/build
COPY --from=build /app/locale /app/locale
# the fonts that documents are printed with
COPY --from=build /app/node_modules/@fontsource-variable /app/node_modules/@fontsource-variable
COPY manage.py LICENSE ./
COPY config config
COPY governance governance
COPY projects projects
COPY reviews reviews
COPY templates templates
COPY static static
# static files are named by content and compressed once, here; these values never leave this line
RUN CADRAGE_MODE=production SECRET_KEY="$(head -c 48 /dev/urandom | base64)" \
    DATABASE_URL=postgres://build REDIS_URL=redis://build BASE_URL=https://build.invalid \
    ALLOWED_HOSTS=build.invalid EMAIL_URL=smtp://build COMPANY_NAME=build \
    python manage.py collectstatic --noinput --verbosity 0 \
 && mkdir -p var/documents && chown -R cadrage var/documents
USER cadrage
ENV CADRAGE_MODE=production
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "config.wsgi:application"]
