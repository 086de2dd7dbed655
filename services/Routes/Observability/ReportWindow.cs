using System.Text;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Observability;

/// <summary>The time that a report looks back, from the first <c>window</c> of the query by Python's rules for integers.</summary>
internal readonly record struct ReportWindow(int Seconds)
{
    private const int DefaultSeconds = 300;

    public static ReportWindow Of(HttpRequest request)
    {
        var query = request.QueryString.Value.AsSpan().TrimStart('?');
        foreach (var range in query.Split('&'))
        {
            var field = query[range];
            var equals = field.IndexOf('=');
            if (Decode(equals < 0 ? field : field[..equals]) == "window")
                return new ReportWindow(equals >= 0 && PythonNumber.TryInt(Decode(field[(equals + 1)..]), out var seconds) ? seconds : DefaultSeconds);
        }

        return new ReportWindow(DefaultSeconds);
    }

    private static string Decode(ReadOnlySpan<char> text) => PercentText.Decode(Encoding.UTF8.GetBytes(text.ToString()), plusIsBlank: true);
}
