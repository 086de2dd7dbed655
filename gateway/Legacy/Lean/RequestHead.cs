using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Strangler.Services.Flask;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>The head of a request to legacy, as it is sent: target and headers as the client sent them. In memory that is lent, until it is returned.</summary>
internal struct RequestHead : ILegacyRequest
{
    private const int UsualSize = 2048;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualSize);
    private int _size;
    private bool _hasHost;

    /// <param name="context">The request.</param>
    /// <param name="legacy">Where it goes.</param>
    public RequestHead(HttpContext context, Uri legacy)
    {
        Write(context.Request.Method);
        Write(" ");
        Write(RequestTarget.OriginForm(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        Write(" HTTP/1.1\r\n");
        var lines = LegacyRequestHeaders.Copy(context, ref this);
        if (!_hasHost)
            Add("Host", legacy.Authority); // HTTP/1.0 knows none
        LegacyRequestHeaders.AddForwarded(context, lines, ref this);
        Write("\r\n");
    }

    public readonly ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _size);

    public void Add(string name, string value)
    {
        if (name == "Host")
        {
            if (value.Length == 0)
                return;
            _hasHost = true;
        }

        Write(name);
        Write(": ");
        Write(value);
        Write("\r\n");
    }

    public readonly void Return() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Write(ReadOnlySpan<char> text)
    {
        if (_bytes.Length - _size < text.Length)
            Grow(text.Length);
        _size += Encoding.Latin1.GetBytes(text, _bytes.AsSpan(_size));
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _size + more));
        _bytes.AsSpan(0, _size).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
