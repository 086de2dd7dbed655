using Strangler.Services.Flask;

namespace Strangler.Gateway.Routing;

/// <summary>Endpoint metadata: where a request names the job that it is about.</summary>
internal sealed class JobId
{
    /// <summary>The last segment of the path.</summary>
    public static readonly JobId FromPath = new(static request => request.Path.Value is { } path ? path[(path.LastIndexOf('/') + 1)..] : null);

    /// <summary>The first <c>job_id</c> of the query. Requests without one are not the endpoint's.</summary>
    public static readonly JobId FromQuery = new(static request => QueryArgument.First(request, "job_id") is { Length: > 0 } id ? id : null) { IsInQuery = true };

    private readonly Func<HttpRequest, string?> _read;

    private JobId(Func<HttpRequest, string?> read) => _read = read;

    public bool IsInQuery { get; private init; }

    /// <summary>The job's id as the client wrote it; null when the request names none.</summary>
    public string? Of(HttpRequest request) => _read(request);
}
