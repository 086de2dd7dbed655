using Microsoft.AspNetCore.WebUtilities;

namespace Strangler.Gateway.Routing;

/// <summary>Endpoint metadata: where a request names the job that it is about.</summary>
internal sealed class JobId
{
    private const string Name = "job_id";

    /// <summary>The last segment of the path.</summary>
    public static readonly JobId FromPath = new(static request => request.Path.Value is { } path ? path[(path.LastIndexOf('/') + 1)..] : null);

    /// <summary>The first <c>job_id</c> of the query, by Flask's rules (contract 3.3). Requests without one are not the endpoint's.</summary>
    public static readonly JobId FromQuery = new(First) { IsInQuery = true };

    private readonly Func<HttpRequest, string?> _read;

    private JobId(Func<HttpRequest, string?> read) => _read = read;

    public bool IsInQuery { get; private init; }

    /// <summary>The job's id as the client wrote it; null when the request names none.</summary>
    public string? Of(HttpRequest request) => _read(request);

    private static string? First(HttpRequest request)
    {
        foreach (var argument in new QueryStringEnumerable(request.QueryString.Value))
        {
            if (argument.DecodeName().Span.SequenceEqual(Name))
                return argument.DecodeValue() is { IsEmpty: false } value ? value.ToString() : null;
        }

        return null;
    }
}
