using System.Text;

namespace Strangler.Settings;

/// <summary>
/// What is printed is UTF-8, on Windows too. There a program's output has by default the code page of consoles of old, also in a log file, and
/// letters that this lacks become question marks.
/// </summary>
public static class Utf8Console
{
    /// <summary>To be called before anything is printed.</summary>
    public static void Use()
    {
        if (!OperatingSystem.IsWindows())
            return;

        try
        {
            Console.OutputEncoding = Encoding.UTF8;
        }
        catch (IOException)
        {
            // There is no console, and nobody reads.
        }
    }
}
