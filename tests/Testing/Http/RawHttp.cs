namespace Strangler.Testing.Http;

/// <summary>One request on a connection of its own.</summary>
public static class RawHttp
{
    /// <exception cref="IOException">The connection ended without an answer.</exception>
    public static async Task<RawResponse> SendAsync(Uri server, RawRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await RawConnection.OpenAsync(server, cancellationToken);
        return await connection.ExchangeAsync(request, cancellationToken);
    }
}
