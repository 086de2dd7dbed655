using System.Globalization;

namespace Strangler.Testing.Http;

/// <summary>Reads one answer, framed as RFC 9112 section 6 says.</summary>
internal sealed class ResponseReader(WireReader wire, string method)
{
    private readonly List<string> _interim = [];

    public async Task<RawResponse> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await wire.StartsWithAsync("HTTP/"u8.ToArray(), cancellationToken))
            return await ReadWithoutStatusLineAsync(cancellationToken);

        while (true)
        {
            var line = await wire.ReadLineAsync(cancellationToken) ?? throw new IOException("The connection ended in the status line.");
            var headers = await ReadFieldsAsync(cancellationToken);
            var parts = line.Split(' ', 3);
            var status = int.Parse(parts[1], CultureInfo.InvariantCulture);
            if (status is >= 200 or 101)
                return await ReadBodyAsync(new(parts[0], status, parts.ElementAtOrDefault(2) ?? "", headers, [], _interim, [], true), cancellationToken);

            _interim.Add(line);
        }
    }

    private async Task<RawResponse> ReadWithoutStatusLineAsync(CancellationToken cancellationToken)
    {
        var body = await wire.ReadToEndAsync(cancellationToken);
        return body.Length > 0
            ? new(null, null, null, [], body, _interim, [], true)
            : throw new IOException("The connection ended without an answer.");
    }

    private async Task<List<KeyValuePair<string, string>>> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> fields = [];
        while (await wire.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            fields.Add(colon < 0 ? new(line, "") : new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return fields;
    }

    private async Task<RawResponse> ReadBodyAsync(RawResponse response, CancellationToken cancellationToken)
    {
        if (method.Equals("HEAD", StringComparison.OrdinalIgnoreCase) || response.Status is 101 or 204 or 304)
            return response;

        if (response.Value("Transfer-Encoding") is { } encoding && encoding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase))
            return await ReadChunksAsync(response, cancellationToken);

        if (!long.TryParse(response.Value("Content-Length"), CultureInfo.InvariantCulture, out var length))
            return response with { Body = await wire.ReadToEndAsync(cancellationToken) };

        var body = await wire.ReadAsync(length, cancellationToken);
        return response with { Body = body, Complete = body.Length == length };
    }

    private async Task<RawResponse> ReadChunksAsync(RawResponse response, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (await wire.ReadLineAsync(cancellationToken) is { } line)
        {
            var size = int.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                return response with { Body = body.ToArray(), Trailers = await ReadFieldsAsync(cancellationToken) };

            var chunk = await wire.ReadAsync(size, cancellationToken);
            body.Write(chunk);
            if (chunk.Length < size || await wire.ReadLineAsync(cancellationToken) is not "")
                break;
        }

        return response with { Body = body.ToArray(), Complete = false };
    }
}
