using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Strangler.CommandLine.Exit;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Management;

/// <summary>What the gateway answered: read for a person, and word for word for a script.</summary>
internal sealed record Answer<T>(T Value, string Json);

/// <summary>Speaks to a gateway's management port.</summary>
internal sealed class ManagementApi : IDisposable
{
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(1);
    private readonly HttpClient _client;

    /// <param name="address">Of the management port.</param>
    /// <param name="token">Bearer token; null sends none.</param>
    /// <param name="timeout">For a whole call; connecting gets one second of it at most.</param>
    public ManagementApi(Uri address, string? token, TimeSpan timeout)
    {
        // No proxy: an operator's command goes to the gateway itself, whatever the environment says.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = timeout < LongestConnect ? timeout : LongestConnect };
        _client = new HttpClient(handler) { BaseAddress = address, Timeout = timeout, MaxResponseContentBufferSize = 64 << 20 };
        if (token is not null)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<Answer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), type, cancellationToken);

    /// <inheritdoc cref="PostAsync"/>
    public Task<Answer<ChangesResponse>> ChangeAsync<TRequest>(string path, TRequest body, JsonTypeInfo<TRequest> type, CancellationToken cancellationToken, string ifInTheWay = "") =>
        PostAsync(path, body, type, ManagementJson.Default.ChangesResponse, cancellationToken, ifInTheWay);

    /// <param name="path">Of the API.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="type">Its type.</param>
    /// <param name="answer">The answer's type.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="ifInTheWay">What to do when the gateway says that something is in the way (409).</param>
    public Task<Answer<TResponse>> PostAsync<TRequest, TResponse>(
        string path, TRequest body, JsonTypeInfo<TRequest> type, JsonTypeInfo<TResponse> answer, CancellationToken cancellationToken, string ifInTheWay = "")
    {
        var content = new StringContent(JsonSerializer.Serialize(body, type), Encoding.UTF8, "application/json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, answer, cancellationToken, ifInTheWay);
    }

    /// <summary>
    /// A route's sign-off report in one of the gateway's formats, and whether the gate lets the route pass. An unknown route is bad usage
    /// here: the code of a refusal says that the route is blocked.
    /// </summary>
    public Task<(string Text, bool Passed)> GetSignOffAsync(string route, string format, CancellationToken cancellationToken)
    {
        var path = $"/api/sign-off/{Uri.EscapeDataString(route)}?format={Uri.EscapeDataString(format)}";
        return SendAsync(new HttpRequestMessage(HttpMethod.Get, path), (response, text) => (text, Verdict(response)), cancellationToken, ExitCode.BadUsage);
    }

    /// <summary>Saves an answer as a file, which is there whole or not at all; gives its length.</summary>
    /// <exception cref="CommandException">There is such a file, it cannot be written, or the gateway did not send all of it.</exception>
    public async Task<long> SaveAsync(string path, string file, CancellationToken cancellationToken)
    {
        var part = $"{file}.{Environment.ProcessId}.part";
        try
        {
            if (Path.Exists(file))
                throw new CommandException($"{file} is there already: name another file.", ExitCode.BadUsage);

            await using (var saved = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            {
                await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), async response => await response.Content.CopyToAsync(saved, cancellationToken), cancellationToken);
                saved.Flush(flushToDisk: true);
            }

            File.Move(part, file);
            return new FileInfo(file).Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be written: {exception.Message}", ExitCode.Refused);
        }
        finally
        {
            if (File.Exists(part))
                File.Delete(part);
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool Verdict(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Gate-Verdict", out var values) ? values.Single() == "passed" : throw new JsonException();

    private Task<Answer<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken, string ifInTheWay = "") =>
        SendAsync(request, (_, json) => new Answer<T>(JsonSerializer.Deserialize(json, type) ?? throw new JsonException(), json), cancellationToken, ifInTheWay: ifInTheWay);

    /// <param name="request">Sent and disposed.</param>
    /// <param name="take">Takes a good answer's body as it comes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task SendAsync(HttpRequestMessage request, Func<HttpResponseMessage, Task> take, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    throw Refused(response.StatusCode, Text(JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellationToken), ManagementJson.Default.ErrorResponse)), ExitCode.Refused, "");

                await take(response);
            }
            catch (Exception exception) when (exception is HttpRequestException or HttpIOException)
            {
                throw Unreachable($"cannot be reached, or ended before all was sent ({exception.Message}). Another address goes with --management.");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unreachable($"did not answer within {_client.Timeout.TotalSeconds:0.###} s: is the gateway overloaded or stopped? --timeout waits longer.");
            }
            catch (JsonException)
            {
                throw Unreachable("answers, but not as a management API: is this the public port? The management port is 9091 unless set otherwise.");
            }
        }
    }

    /// <param name="request">Sent and disposed.</param>
    /// <param name="read">Reads a good answer; throws a <see cref="JsonException"/> for one that is not of this API.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="ifUnknown">The exit code when what the path names does not exist.</param>
    /// <param name="ifInTheWay">What to do when something is in the way (409).</param>
    private async Task<T> SendAsync<T>(
        HttpRequestMessage request, Func<HttpResponseMessage, string, T> read, CancellationToken cancellationToken, int ifUnknown = ExitCode.Refused, string ifInTheWay = "")
    {
        using (request)
        {
            try
            {
                using var response = await _client.SendAsync(request, cancellationToken);
                var json = await response.Content.ReadAsStringAsync(cancellationToken);
                if (!response.IsSuccessStatusCode)
                    throw Refused(response.StatusCode, Text(JsonSerializer.Deserialize(json, ManagementJson.Default.ErrorResponse)), ifUnknown, ifInTheWay);

                return read(response, json);
            }
            catch (HttpRequestException exception)
            {
                throw Unreachable($"cannot be reached ({exception.Message}): is the gateway running? Another address goes with --management.");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unreachable($"did not answer within {_client.Timeout.TotalSeconds:0.###} s: is the gateway overloaded or stopped? --timeout waits longer.");
            }
            catch (JsonException)
            {
                throw Unreachable("answers, but not as a management API: is this the public port? The management port is 9091 unless set otherwise.");
            }
        }
    }

    private CommandException Unreachable(string what) =>
        new($"the management API at {_client.BaseAddress!.GetLeftPart(UriPartial.Authority)} {what}", ExitCode.Unreachable, gatewayFailed: true);

    /// <summary>The error, and what its parts say beyond it.</summary>
    private static string? Text(ErrorResponse? answer) =>
        answer?.Error is not { } error ? null : string.Join(' ', [error, .. (answer.Errors ?? []).Where(one => !error.Contains(one, StringComparison.Ordinal))]);

    private static CommandException Refused(HttpStatusCode status, string? error, int ifUnknown, string ifInTheWay)
    {
        var advice = status switch
        {
            HttpStatusCode.Unauthorized => " Give the token with --token or STRANGLER_TOKEN.",
            HttpStatusCode.Conflict when ifInTheWay.Length > 0 => $" {ifInTheWay}",
            _ => "",
        };
        return new CommandException(
            $"the gateway refused ({(int)status}): {error ?? "it gave no reason."}{advice}",
            status switch { HttpStatusCode.BadRequest => ExitCode.BadUsage, HttpStatusCode.NotFound => ifUnknown, _ => ExitCode.Refused },
            gatewayFailed: status >= HttpStatusCode.InternalServerError);
    }
}
