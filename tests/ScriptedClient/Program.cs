using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Strangler.ScriptedClient;

/// <summary>
/// The program of Windows that tests start there. As the backup client it does what the file it is to back up says, a line at a time, the
/// same as <c>scripted_client.py</c>; as <c>--hold FILE</c> it keeps a file open as a polite reader does, and as <c>--edit FILE FROM</c> as an editor does that lets
/// nobody else look, until its standard input ends. Where a variable names a file for it, it stands in for the SDK's command, and notes there how it is called.
/// </summary>
internal static partial class Program
{
    private static readonly Dictionary<string, Func<string, int?>> Steps = new()
    {
        ["out"] = text => Say(Console.Out, Escape().Replace(text, escape => escape.Value == "\\n" ? "\n" : "\r")),
        ["err"] = text => Say(Console.Error, text + "\n"),
        ["flood"] = Flood,
        ["wait"] = path => Until(() => File.Exists(path)),
        ["touch"] = path => Say(path, ""),
        ["climb"] = Climb,
        ["spawn"] = Spawn,
        ["stubborn"] = _ => null, // Windows asks no program to end
        ["identify"] = Identify,
        ["hang"] = _ => Sleep(TimeSpan.FromMinutes(10)),
        ["exit"] = code => int.Parse(code, CultureInfo.InvariantCulture),
    };

    private static int Main(string[] arguments) => arguments switch
    {
        _ when Environment.GetEnvironmentVariable("STRANGLER_CALLS") is { } calls => Note(calls, arguments),
        ["--hold", var path] => Hold(path),
        ["--edit", var path, var from] => Edit(path, File.ReadAllBytes(from)),
        ["--spawned", var path] => Say(path, $"{Environment.ProcessId}") ?? Sleep(TimeSpan.FromMinutes(10)) ?? 0,
        _ => Perform(File.ReadAllLines(File.ReadAllText("transfer.info").Split('\n', 3)[2])),
    };

    private static int Perform(string[] script)
    {
        foreach (var line in script)
        {
            var words = line.Split(' ', 2);
            if (Steps[words[0]](words.ElementAtOrDefault(1) ?? "") is { } code)
                return code;
        }

        return 0;
    }

    /// <summary>Ends with the code that one of its arguments stands for.</summary>
    private static int Note(string calls, string[] arguments)
    {
        File.AppendAllLines(calls, [string.Join(" | ", arguments.Select(argument => Path.Exists(argument) ? Path.GetFileName(argument) : argument))]);
        if (arguments is ["--list-sdks"])
            Console.WriteLine("9.0.100 [somewhere]");
        var codes = Environment.GetEnvironmentVariable("STRANGLER_CODES")!.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(code => code.Split('=')).ToDictionary(code => code[0], code => code[1]);
        return arguments.Select(argument => codes.GetValueOrDefault(argument)).FirstOrDefault(code => code is not null) is { } found ? int.Parse(found, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Shares everything, deletion too, and still no other file can take its place on Windows.</summary>
    private static int Hold(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return HoldOpen(path);
    }

    /// <summary>All is written, and nobody may read it yet.</summary>
    private static int Edit(string path, byte[] text)
    {
        using var file = new FileStream(path, FileMode.Truncate, FileAccess.Write, FileShare.None);
        file.Write(text);
        file.Flush(flushToDisk: true);
        return HoldOpen(path);
    }

    private static int HoldOpen(string path)
    {
        Console.WriteLine("HOLDING " + path);
        Console.In.ReadToEnd();
        return 0;
    }

    private static int? Flood(string megabytes)
    {
        var block = new string('x', 1023) + "\n";
        for (var i = 0; i < int.Parse(megabytes, CultureInfo.InvariantCulture) * 1024; i++)
        {
            Console.Out.Write(block);
            Console.Error.Write(block);
        }

        return null;
    }

    private static int? Climb(string seconds)
    {
        for (var percent = 1; percent <= 100; percent++)
        {
            Say(Console.Out, $"\rTransferring [####]  {percent}% ({percent} B/100 B)");
            Sleep(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        }

        return null;
    }

    /// <summary>A grandchild that outlives us, holds our output open and writes its id.</summary>
    private static int? Spawn(string path)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--spawned", path]));
        return Until(() => File.Exists(path) && new FileInfo(path).Length > 0);
    }

    /// <summary>Says whether an identity was lent, and leaves one, as a registration does.</summary>
    private static int? Identify(string path)
    {
        string[] names = ["me.info", "priv.key"];
        File.AppendAllText(path, names.All(File.Exists) ? "known\n" : "new\n");
        foreach (var name in names)
            File.WriteAllText(name, name);
        return null;
    }

    private static int? Until(Func<bool> isSo)
    {
        while (!isSo())
            Sleep(TimeSpan.FromMilliseconds(10));
        return null;
    }

    private static int? Sleep(TimeSpan time)
    {
        Task.Delay(time, TimeProvider.System).Wait();
        return null;
    }

    private static int? Say(TextWriter writer, string text)
    {
        writer.Write(text);
        writer.Flush();
        return null;
    }

    private static int? Say(string path, string text)
    {
        File.WriteAllText(path, text);
        return null;
    }

    [GeneratedRegex(@"\\[nr]")]
    private static partial Regex Escape();
}
