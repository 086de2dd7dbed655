using System.Text;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// The client's <c>Host</c> as legacy gets it: byte for byte. Many that legacy takes .NET's parser does not (<c>a..b</c>, <c>~</c>,
/// <c>a:99999</c>), and beside such a one the HTTP client writes a second of its own. So it is given legacy's, and this writes the client's.
/// </summary>
/// <param name="host">As the client sent it.</param>
internal sealed class ClientHost(string host) : Encoding
{
    private static readonly HttpRequestOptionsKey<ClientHost> Key = new(nameof(ClientHost));

    /// <summary>How the header <paramref name="name"/> of a request becomes bytes: as Latin-1, but for the host.</summary>
    public static Encoding EncodingOf(string name, HttpRequestMessage request) =>
        name == "Host" && request.Options.TryGetValue(Key, out var client) ? client : Latin1;

    /// <remarks>HTTP/1.0 knows no Host; Kestrel shows an empty one, and the HTTP client then adds legacy's own.</remarks>
    public static void Set(HttpRequestMessage request, string host)
    {
        if (host.Length == 0)
            return;
        request.Headers.Host = request.RequestUri!.Authority;
        request.Options.Set(Key, new ClientHost(host));
    }

    public override int GetByteCount(char[] chars, int index, int count) => host.Length;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => Latin1.GetBytes(host, bytes.AsSpan(byteIndex));

    public override int GetMaxByteCount(int charCount) => host.Length;

    public override int GetCharCount(byte[] bytes, int index, int count) => throw new NotSupportedException();

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => throw new NotSupportedException();

    public override int GetMaxCharCount(int byteCount) => throw new NotSupportedException();
}
