using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Strangler.EndToEnd.Tests.Gateway;

/// <summary>An upload that is under way for as long as the test likes.</summary>
internal sealed class SlowUpload(Uri server) : IDisposable
{
    private const string Head = "--B\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nslow\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow.txt\"\r\n\r\n";
    private const string Tail = "\r\n--B--\r\n";
    private const int Room = 64;

    private readonly TcpClient _client = new();

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(server.Host, server.Port, cancellationToken);
        await WriteAsync(
            $"POST /api/start_backup HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: {Head.Length + Room + Tail.Length}\r\n\r\n{Head}",
            cancellationToken);
    }

    /// <summary>Sends the rest; returns the job's id.</summary>
    /// <param name="script">The file.</param>
    /// <param name="cancellationToken">Until it is answered.</param>
    public async Task<string> EndAsync(string script, CancellationToken cancellationToken)
    {
        await WriteAsync(script.PadRight(Room, '\n') + Tail, cancellationToken);
        using StreamReader reader = new(_client.GetStream(), Encoding.ASCII, leaveOpen: true);
        var answer = await reader.ReadToEndAsync(cancellationToken); // The connection ends with it.
        return (string)JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..])!["job_id"]!;
    }

    public void Dispose() => _client.Dispose();

    private ValueTask WriteAsync(string text, CancellationToken cancellationToken) => _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
}
