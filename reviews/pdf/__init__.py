"""Documents on paper: frozen JSON in, PDF bytes out, no model in between.

context.report_context(data)        what the pages say, derived from the frozen data
html.render_html(data, language=)   the pages, every text escaped
render.render_pdf(html, data=)      the file, laid out in a child process that can reach nothing
frozen.canonical, frozen.digest     the bytes that are attached and the fingerprint that is printed

This file imports nothing: the child process loads the package without Django.
"""
