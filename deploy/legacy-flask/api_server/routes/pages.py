"""Pages, assets and icons (contract 3.5, 5, 10)."""
import os

from flask import Flask, Response, jsonify, send_from_directory

HIDDEN_PAGES = {"NewGUIforClient.html", "index.html"}
MIME_TYPES = {".js": "application/javascript", ".mjs": "application/javascript", ".css": "text/css",
              ".html": "text/html", ".json": "application/json"}


def register(app: Flask, legacy) -> None:
    root = str(legacy.options.root)
    gui, icons = os.path.join(root, "Client", "Client-gui"), os.path.join(root, "favicon_stuff")

    @app.get("/")
    def index():
        if not os.path.exists(os.path.join(gui, "NewGUIforClient.html")):
            return ("<h1>Client GUI not found</h1><p>Please ensure Client/Client-gui/NewGUIforClient.html exists</p>",
                    404)
        try:
            return send_from_directory(gui, "NewGUIforClient.html")
        except Exception as error:  # also 416: a bad Range is a 500 here (Q15)
            return f"<h1>Server Error</h1><p>Error serving client: {error}</p>", 500

    @app.get("/<path:filename>")
    def page_file(filename):
        if filename in HIDDEN_PAGES:
            return "<h1>Not Found</h1><p>The requested URL was not found on the server.</p>", 404
        if "favicon" in filename or filename.endswith((".ico", ".svg")):
            return _first_of((icons, filename.removeprefix("favicon_stuff/")), (gui, filename))
        # A prefix without a separator: /..%2fClient-guiX passes here and is not found below.
        if not os.path.normpath(os.path.join(gui, filename)).startswith(gui):
            return "<h1>Forbidden</h1><p>Access denied</p>", 403
        mime_type = MIME_TYPES.get(os.path.splitext(filename)[1])
        return _send_or_404(gui, filename, mime_type)

    @app.get("/favicon.ico")
    def favicon():
        if os.path.exists(os.path.join(gui, "favicon.ico")):
            return send_from_directory(gui, "favicon.ico")
        return "", 204

    @app.get("/progress_config.json")
    def progress_config():
        for folder in (os.path.join(root, "python_server"), root, os.getcwd()):
            if os.path.exists(os.path.join(folder, "progress_config.json")):
                try:
                    return send_from_directory(folder, "progress_config.json", mimetype="application/json")
                except Exception:
                    break
        return jsonify(error="progress_config.json not found"), 404


def _first_of(*places) -> Response | tuple:
    for folder, name in places:
        try:
            if os.path.exists(os.path.join(folder, name)):
                return _icon(folder, name)
        except Exception:
            continue
    return "", 404


def _icon(folder: str, name: str) -> Response:
    response = send_from_directory(folder, name)
    if name.endswith(".svg"):
        response.headers["Content-Type"] = "image/svg+xml"  # Werkzeug would add a charset
    return response


def _send_or_404(folder: str, name: str, mime_type: str | None) -> Response | tuple:
    try:
        return send_from_directory(folder, name, mimetype=mime_type)
    except Exception:
        return "", 404
