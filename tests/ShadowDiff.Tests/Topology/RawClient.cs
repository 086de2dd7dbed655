using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>A client that sees every byte of an answer.</summary>
internal static class RawClient
{
    /// <summary>Sends a request with <c>Connection: close</c> in it and returns all that comes back, without the date.</summary>
    public static async Task<byte[]> SendAsync(Uri address, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);
        return WithoutDate(answer.ToArray());
    }

    public static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static byte[] WithoutDate(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.Latin1.GetString(answer, 0, Math.Max(end, 0));
        var kept = string.Join("\r\n", head.Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.OrdinalIgnoreCase)));
        return [.. Encoding.Latin1.GetBytes(kept), .. answer.AsSpan(Math.Max(end, 0))];
    }
}
