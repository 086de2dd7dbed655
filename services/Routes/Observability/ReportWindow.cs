using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Observability;

/// <summary>The time that a report looks back, from the first <c>window</c> of the query by Python's rules for integers.</summary>
internal readonly record struct ReportWindow(int Seconds)
{
    private const int DefaultSeconds = 300;

    public static ReportWindow Of(HttpRequest request) =>
        new(QueryArgument.First(request, "window") is { } text && PythonNumber.TryInt(text, out var seconds) ? seconds : DefaultSeconds);
}
