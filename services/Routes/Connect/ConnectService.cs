using Microsoft.AspNetCore.Http;
using Strangler.Services.BackupServer;
using Strangler.Services.Configuration;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Connect;

/// <summary>Checks the request, makes its server the configured one and tests it. What can never be reached is not stored (Q9).</summary>
internal sealed class ConnectService(BackupServerState state, AllowedServers allowed)
{
    private const string NotResponding = "Backup server not responding";
    private const string NotAllowed = "This backup server is not on the list of allowed ones";

    /// <summary>The answer; what the list forbids is marked on <paramref name="context"/> with <see cref="RefusedByPolicy"/>.</summary>
    public Task<Answer> ConnectAsync(PythonValue body, HttpContext context)
    {
        if (!body.IsTruthy)
            return Task.FromResult(ConnectAnswers.NoData);
        if (body is not PythonDict fields)
            return Task.FromResult(ConnectRequest.MissingFrom(body) is { } names ? ConnectAnswers.Missing(names) : Refuse(ConnectAnswers.NotAnObject, context));
        var (request, missing) = ConnectRequest.From(fields);
        return request is null ? Task.FromResult(ConnectAnswers.Missing(missing)) : TestAsync(request, context);
    }

    /// <summary>What legacy answers to a body at which it throws: the same as where something fails, though only the request is at fault.</summary>
    public Answer Refuse(string reason, HttpContext context)
    {
        context.Features.Set(ContractError.Instance);
        return Fail(reason);
    }

    /// <summary>What legacy does with an exception: general status ERROR, answer 500 (contract 4 and 5, Q11, Q12).</summary>
    public Answer Fail(string reason)
    {
        var message = "Connection error: " + reason;
        state.Report("ERROR", message, connectionEstablished: false);
        return ConnectAnswers.Failed(message);
    }

    private async Task<Answer> TestAsync(ConnectRequest request, HttpContext context)
    {
        var isServer = BackupServerEndpoint.TryCreate(request.Host, request.Port, out var endpoint);
        var isAllowed = !isServer || allowed.Includes(endpoint!.Host, endpoint.Port);
        if (!isAllowed)
            context.Features.Set(RefusedByPolicy.Instance);
        var connected = isServer && isAllowed && await ProbeAsync(request, endpoint!);
        var trouble = isAllowed ? NotResponding : NotAllowed;
        state.Report(
            connected ? "READY" : "ERROR",
            connected ? "Connected successfully. Ready for backup." : "Connection test failed: " + trouble,
            connectionEstablished: connected);
        return ConnectAnswers.Tested(
            connected,
            connected ? "Connected to backup server at " + Address(request) : "Connection failed: " + trouble,
            request);
    }

    private Task<bool> ProbeAsync(ConnectRequest request, BackupServerEndpoint endpoint)
    {
        var username = request.Username is PythonText { Value: var name } && !name.Any(char.IsControl) ? name : null;
        var reachability = state.Configure(endpoint, username);
        state.Report("CONNECT", $"Testing connection to {Address(request)}...");
        return reachability.ProbeAsync();
    }

    /// <summary>Host and port as the client wrote them, in Python's text form.</summary>
    private static string Address(ConnectRequest request) => $"{PythonString.Of(request.Host)}:{PythonString.Of(request.Port)}";
}
