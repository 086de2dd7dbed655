using System.Text;
using Strangler.Services.Backups.Uploads;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>Uploads over a real connection, whole and cut off.</summary>
public sealed class UploadConnectionTests
{
    private const int Large = 1_000_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_ByContentLengthOrInChunks_IsStored()
    {
        await using var host = await UploadHost.StartAsync(Token);
        var form = UploadForm.WithFile("a.txt", new string('a', Large)).Close();
        var chunks = form.Chunk(70_000).Select(chunk => Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n").Concat(chunk).Concat("\r\n"u8.ToArray()));

        Assert.Equal("stored", await AnswerAsync(host, $"Content-Length: {form.Length}", form));
        File.Delete(Assert.IsType<Upload.Stored>(await host.Result).File.Path);
        Assert.Equal("stored", await AnswerAsync(host, "Transfer-Encoding: chunked", [.. chunks.SelectMany(chunk => chunk), .. "0\r\n\r\n"u8]));
        Assert.Equal(["upload_a.txt"], host.Names);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Upload_CutOffMidway_LeavesNothing(bool half)
    {
        await using var host = await UploadHost.StartAsync(Token);
        await using var client = await StartAsync(host);

        if (half)
            client.HalfClose();
        else
            client.Reset();

        // The server may first see the end of the connection or the end of the request.
        var problem = await Record.ExceptionAsync(async () =>
            Assert.Equal(UploadProblem.CutOff, Assert.IsType<Upload.Refused>(await host.Result.WaitAsync(Token)).Problem));
        Assert.True(problem is null or OperationCanceledException, $"{problem}");
        Assert.False(Token.IsCancellationRequested);
        Assert.Empty(host.Names);
    }

    /// <summary>Sends half a form and waits until part of it is on disk.</summary>
    private static async Task<Strangler.Testing.Http.RawConnection> StartAsync(UploadHost host)
    {
        var client = await host.ConnectAsync(Token);
        await client.SendAsync(Head($"Content-Length: {2 * Large}"), Token);
        await client.SendAsync(UploadForm.WithFile("a.txt", new string('a', Large)).Open(), Token);
        await host.StoredAsync(Large / 2, Token);
        return client;
    }

    private static async Task<string> AnswerAsync(UploadHost host, string length, byte[] body)
    {
        await using var client = await host.ConnectAsync(Token);
        await client.SendAsync(Head(length), Token);
        await client.SendAsync(body, Token);
        return (await client.ReceiveAsync("POST", Token)).Text;
    }

    private static byte[] Head(string length) =>
        Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {UploadForm.Type}\r\n{length}\r\n\r\n");
}
