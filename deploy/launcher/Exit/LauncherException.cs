namespace Strangler.Launcher.Exit;

/// <summary>Something the person at the keyboard can act on; its message is one clear line: what, where, what to do.</summary>
internal sealed class LauncherException(string message) : Exception(message);
