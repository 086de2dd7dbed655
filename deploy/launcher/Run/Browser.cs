using System.ComponentModel;
using System.Diagnostics;

namespace Strangler.Launcher.Run;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Opens a page, by what the desktop has for it (<c>xdg-open</c>, <c>start</c>); says so where there is none.</summary>
    public static void Open(Uri page)
    {
        try
        {
            Process.Start(new ProcessStartInfo(page.ToString()) { UseShellExecute = true })?.Dispose();
        }
        catch (Win32Exception exception)
        {
            Console.WriteLine($"No browser can be opened here ({exception.Message.TrimEnd('.')}): open {page} yourself.");
        }
    }
}
