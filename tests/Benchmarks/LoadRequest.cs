using System.Globalization;
using System.Text;

namespace Strangler.Benchmarks;

/// <summary>A request as its bytes: the head and, where it has one, the body.</summary>
internal sealed record LoadRequest(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body)
{
    private const string Boundary = "strangler-benchmark";

    public static LoadRequest Get(Uri target, string path) =>
        new(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {target.Authority}\r\nAccept: */*\r\n\r\n"), default);

    /// <summary>A backup of a file of so many bytes (contract 5).</summary>
    public static LoadRequest Backup(Uri target, int size)
    {
        var before = Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nbenchmark\r\n--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bench.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        var after = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");
        var body = new byte[before.Length + size + after.Length];
        before.CopyTo(body, 0);
        new Random(size).NextBytes(body.AsSpan(before.Length, size));
        after.CopyTo(body, before.Length + size);
        var head = string.Create(CultureInfo.InvariantCulture, $"POST /api/start_backup HTTP/1.1\r\nHost: {target.Authority}\r\nContent-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: {body.Length}\r\n\r\n");
        return new(Encoding.ASCII.GetBytes(head), body);
    }
}
