"""Opens the page of a server that runs on its usual port."""
import webbrowser

webbrowser.open("http://127.0.0.1:9090/")
