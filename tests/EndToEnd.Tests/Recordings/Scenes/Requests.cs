using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>Requests that bring a server into a recorded state.</summary>
internal static class Requests
{
    public static RawRequest Post(string target) => new("POST", target)
    {
        Headers = [RawRequest.Header("Host", "127.0.0.1"), RawRequest.Header("Content-Length", "0")],
    };

    public static RawRequest Connect(string port) =>
        RawRequest.Post("/api/connect", "application/json", $$"""{"host": "127.0.0.1", "port": {{port}}, "username": "u"}""");

    public static RawRequest MalformedConnect => RawRequest.Post("/api/connect", "application/json", "{\"host\":");

    /// <summary>Half an upload: the part's head has arrived, its content not.</summary>
    public static RawRequest HalfUpload(string fileName) => Upload(fileName) with { Body = Part(fileName) };

    public static RawRequest WholeUpload(string fileName) => Upload(fileName) with { Body = (byte[])[.. Part(fileName), .. RestOfUpload.Span] };

    public static ReadOnlyMemory<byte> RestOfUpload => "x\r\n--half--\r\n"u8.ToArray();

    private static RawRequest Upload(string fileName) => new("POST", "/api/start_backup")
    {
        Headers =
        [
            RawRequest.Header("Host", "127.0.0.1"), RawRequest.Header("Content-Type", "multipart/form-data; boundary=half"),
            RawRequest.Header("Content-Length", $"{Part(fileName).Length + RestOfUpload.Length}"),
        ],
    };

    private static byte[] Part(string fileName) => System.Text.Encoding.UTF8.GetBytes(
        $"--half\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{fileName}\"\r\nContent-Type: application/octet-stream\r\n\r\n");
}
