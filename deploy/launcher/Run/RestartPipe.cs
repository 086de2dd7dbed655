using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Run;

/// <summary>How another process of the same user asks a system that runs to restart its legacy side: one connection is one request, and its one line the answer.</summary>
internal static class RestartPipe
{
    private const string Failed = "error: ";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Answers until it is cancelled.</summary>
    /// <param name="data">The data folder, by which the system is known.</param>
    /// <param name="restart">Does it, and gives what to say.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ServeAsync(string data, Func<Task<string>> restart, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var pipe = Open(data);
            if (pipe is null)
                return;

            await pipe.WaitForConnectionAsync(cancellationToken);
            var answer = await AnswerAsync(restart).WaitAsync(cancellationToken); // what is asked for at the end may never be done
            try
            {
                await pipe.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken);
            }
            catch (IOException)
            {
                // Who asked did not wait for the answer.
            }
        }
    }

    /// <summary>Null where the system has no room for it; the rest goes on.</summary>
    private static NamedPipeServerStream? Open(string data)
    {
        try
        {
            return new(NameOf(data), PipeDirection.Out, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            Console.WriteLine($"note: restart-legacy does not reach this system ({exception.Message.TrimEnd('.')}).");
            return null;
        }
    }

    /// <summary>Asks; gives what the system says.</summary>
    /// <exception cref="LauncherException">None runs with that folder, or it could not.</exception>
    public static async Task<string> AskAsync(string data, CancellationToken cancellationToken)
    {
        await using var pipe = new NamedPipeClientStream(".", NameOf(data), PipeDirection.In, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(ConnectTimeout, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new LauncherException($"no ./run.sh of yours runs with the data folder {data}: start it, or name its folder with --data.");
        }

        using var reader = new StreamReader(pipe);
        var answer = await reader.ReadToEndAsync(cancellationToken);
        return answer.Length == 0 ? throw new LauncherException("the system was stopped before it could answer.")
            : answer.StartsWith(Failed, StringComparison.Ordinal) ? throw new LauncherException(answer[Failed.Length..])
            : answer;
    }

    private static async Task<string> AnswerAsync(Func<Task<string>> restart)
    {
        try
        {
            return await restart();
        }
        catch (LauncherException exception)
        {
            return Failed + exception.Message;
        }
    }

    /// <summary>Short: on Linux it is the path of a socket, which may have a hundred characters.</summary>
    private static string NameOf(string data) =>
        $"strangler-run-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(data))))[..16]}";
}
