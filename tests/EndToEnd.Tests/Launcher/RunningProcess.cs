using System.Diagnostics;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Launcher;

/// <summary>One of the processes that the launcher names: <c>legacy flask 1234</c>.</summary>
internal sealed record RunningProcess(string Name, int Id)
{
    public static RunningProcess Parse(string text) => new(text[..text.LastIndexOf(' ')], int.Parse(text[(text.LastIndexOf(' ') + 1)..]));

    public void Kill()
    {
        using var process = Process.GetProcessById(Id);
        process.Kill();
    }

    /// <summary>Waits until it is gone; the token bounds the wait.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => Eventually.IsTrueAsync(() => !IsRunning(), cancellationToken, $"the end of {Name} ({Id})");

    public bool IsRunning()
    {
        try
        {
            // A process that has ended but that its new parent has not asked after yet (a zombie) is over, and .NET counts it as running.
            if (OperatingSystem.IsLinux())
                return File.ReadAllText($"/proc/{Id}/stat").Split(") ")[^1][0] != 'Z';

            using var process = Process.GetProcessById(Id);
            return !process.HasExited;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            return false;
        }
    }
}
