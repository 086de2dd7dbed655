using System.Collections.Concurrent;

namespace Strangler.Services.Routes.Observability;

/// <summary>The metrics by name. A name exists once it has a value, as in legacy.</summary>
internal sealed class RequestMetrics(TimeProvider time)
{
    public const string Requests = "http.requests.total";
    public const string Responses = "http.responses.total";
    public const string Duration = "http.request.duration";
    public const string Errors = "http.errors.total";
    public const string Reports = "metrics.reports.generated";

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, MetricSeries>> All => _series;

    public void Count(string name) => Add(name, 1);

    public void Add(string name, double value) => _series.GetOrAdd(name, static (_, time) => new MetricSeries(time), time).Add(value);
}
