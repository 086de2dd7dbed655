using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>
/// Sends plain requests to legacy over connections of its own, straight from the server's request to a socket and back: nearly all that pages ask. Plain is
/// a safe method without a body, on a route that nobody changes anything on. All others go on to YARP's forwarder: those with a body above all, which legacy may
/// answer early, and what may not be asked twice. Stands within YARP's pipeline, before all else.
/// </summary>
internal sealed class LeanForwarder(RequestDelegate next, LegacyPools pools, LegacyPresence presence, LegacyFailureAnswer failed)
{
    private static readonly Action<object?> ClientHasGone = static connection => ((PooledConnection)connection!).End(EndedBy.Client);

    public Task InvokeAsync(HttpContext context) => IsPlain(context) && PoolFor(context) is { } pool ? SendAsync(context, pool) : next(context);

    private static bool IsPlain(HttpContext context) =>
        IsSafe(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<PlainRoute>() is not null
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
        && context.Features.Get<IHttpUpgradeFeature>() is null or { IsUpgradableRequest: false }
        && !HasContentHeader(context.Request.Headers)
        && Activity.Current is null; // YARP's forwarder tells the span what it does

    /// <summary>As they are written: <c>get</c> is YARP's, which sends <c>GET</c>.</summary>
    private static bool IsSafe(string method) => method is "GET" or "HEAD" or "OPTIONS" or "TRACE";

    /// <summary>To the HTTP client one of these makes a request one with a body, which is empty.</summary>
    private static bool HasContentHeader(IHeaderDictionary headers) =>
        headers.ContentType.Count > 0 || headers.ContentLength is not null || headers.ContentEncoding.Count > 0 || headers.ContentLanguage.Count > 0
        || headers.ContentLocation.Count > 0 || headers.ContentMD5.Count > 0 || headers.ContentRange.Count > 0 || headers.ContentDisposition.Count > 0
        || headers.Allow.Count > 0 || headers.Expires.Count > 0 || headers.LastModified.Count > 0;

    private ConnectionPool? PoolFor(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        if (proxy.AvailableDestinations is not [var destination] || pools.Of(proxy.Cluster, destination.Model) is not { } pool)
            return null;

        proxy.ProxiedDestination = destination;
        return pool;
    }

    private async Task SendAsync(HttpContext context, ConnectionPool pool)
    {
        var response = context.Response;
        var client = context.RequestAborted;
        var request = new RequestHead(context, pool.Legacy);
        PooledConnection? connection = null;
        CancellationTokenRegistration registration = default;
        var stage = Stage.Asking;
        var isGood = false;
        try
        {
            for (var isAskedAgain = false; ; isAskedAgain = true)
            {
                connection = (isAskedAgain ? null : pool.TryTake(context)) ?? await pool.OpenAsync(context);
                registration = client.UnsafeRegister(ClientHasGone, connection);
                try
                {
                    await connection.SendAsync(request.Bytes);
                    do
                    {
                        connection.Add(await connection.ReadAsync() is > 0 and var read ? read : throw Ended());
                    }
                    while (!connection.Head.TryRead(connection.Received.Span));
                    break;
                }
                catch (Exception ex) when (!isAskedAgain && connection.EndedBy == EndedBy.Nobody && IsOfConnection(ex))
                {
                    // It had been closed, or was just being closed: safe methods may be sent again.
                    registration.Dispose();
                    pool.Return(connection, isGood: false);
                    connection = null;
                }
            }

            presence.Heard();
            pool.Progress(connection);
            stage = Stage.Answering;
            var head = connection.Head;
            connection.Take(head.Size);
            LegacyAnswerRules.Check(head.Status, head.Reason, context);
            response.StatusCode = head.Status;
            if (head.Reason is { } reason)
                context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;
            head.CopyTo(response.Headers);
            if (LegacyAnswerRules.HasNoBody(head.Status))
            {
                isGood = head.Status == StatusCodes.Status204NoContent || head.BodyLength == 0;
                return;
            }

            response.ContentLength = head.DeclaredLength();
            if (head.Status == StatusCodes.Status304NotModified || context.Request.Method == HttpMethods.Head)
            {
                isGood = true;
                return;
            }

            stage = Stage.Body;
            if (!head.IsChunked && head.BodyLength is { } length && length <= connection.Received.Length)
            {
                if (length > 0)
                {
                    connection.WaitsForClient = true;
                    await response.Body.WriteAsync(connection.Received[..(int)length], client);
                    connection.WaitsForClient = false;
                }

                connection.Take((int)length);
                isGood = true;
            }
            else
            {
                isGood = await PassOnAsync(response, connection, pool, client);
            }
        }
        catch (Exception ex)
        {
            Fail(context, stage, connection, ex);
            await failed.SendAsync(context);
        }
        finally
        {
            request.Return();
            if (connection is not null)
            {
                registration.Dispose();
                pool.Return(connection, isGood);
            }
        }
    }

    /// <summary>Passes a body on as it comes.</summary>
    /// <returns>Whether the connection may be used again.</returns>
    private static async Task<bool> PassOnAsync(HttpResponse response, PooledConnection connection, ConnectionPool pool, CancellationToken client)
    {
        var (chunks, isChunked) = (default(ChunkedBody), connection.Head.IsChunked);
        var left = isChunked ? null : connection.Head.BodyLength;
        var hasBegun = response.ContentLength is not null; // else it begins at once, as legacy did, even when its first byte takes long or never comes
        while (true)
        {
            var taken = (int)Math.Min(connection.Received.Length, left ?? long.MaxValue);
            var count = isChunked ? chunks.Decode(connection.Received.Span, out taken) : taken;

            connection.WaitsForClient = true;
            if (count > 0)
                await response.Body.WriteAsync(connection.Received[..count], client);
            else if (!hasBegun)
                await response.Body.FlushAsync(client);
            connection.WaitsForClient = false;
            hasBegun = true;
            pool.Progress(connection);
            connection.Take(taken);
            left -= taken;
            if (chunks.IsOver || left == 0)
                return true;

            chunks.ThrowIfBroken();
            var read = await connection.ReadAsync();
            if (read == 0)
                return isChunked || left is not null ? throw Ended() : false;
            connection.Add(read);
            pool.Progress(connection);
        }
    }

    private static bool IsOfConnection(Exception exception) =>
        exception is SocketException or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded };

    private static HttpRequestException Ended() => new(HttpRequestError.ResponseEnded, "Legacy closed the connection before its answer was complete.");

    /// <summary>Says what failed as YARP's forwarder says it.</summary>
    private static void Fail(HttpContext context, Stage stage, PooledConnection? connection, Exception exception)
    {
        var hasClientGone = context.RequestAborted.IsCancellationRequested || connection?.EndedBy == EndedBy.Client;
        var (error, status) = stage switch
        {
            Stage.Asking when hasClientGone => (ForwarderError.RequestCanceled, StatusCodes.Status400BadRequest),
            Stage.Asking when connection?.EndedBy == EndedBy.Time || exception is OperationCanceledException => (ForwarderError.RequestTimedOut, StatusCodes.Status504GatewayTimeout),
            Stage.Asking => (ForwarderError.Request, StatusCodes.Status502BadGateway),
            Stage.Answering => (ForwarderError.ResponseHeaders, StatusCodes.Status502BadGateway),
            _ when hasClientGone => (ForwarderError.ResponseBodyCanceled, StatusCodes.Status502BadGateway),
            _ when connection!.WaitsForClient => (ForwarderError.ResponseBodyClient, StatusCodes.Status502BadGateway),
            _ => (ForwarderError.ResponseBodyDestination, StatusCodes.Status502BadGateway),
        };
        context.Features.Set<IForwarderErrorFeature>(new ForwarderFailure(error, exception));
        if (context.Response.HasStarted)
        {
            context.Abort(); // the client must not take the part for the whole
            return;
        }

        if (stage > Stage.Asking)
            context.Response.Clear();
        context.Response.StatusCode = status;
    }

    private enum Stage
    {
        Asking,
        Answering,
        Body,
    }

    private sealed record ForwarderFailure(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
}
