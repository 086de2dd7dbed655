namespace Strangler.Gateway.ApiDocuments;

internal static class OperationId
{
    /// <summary>Method and path as a name, e.g. <c>get_api_perf_job_id</c>: unique, and the same as long as both are.</summary>
    public static string Of(string method, string path) => path == "/" ? $"{method.ToLowerInvariant()}_root" :
        string.Join('_', [method.ToLowerInvariant(), .. path.Split(['/', '{', '}', '.', '-'], StringSplitOptions.RemoveEmptyEntries)]);
}
