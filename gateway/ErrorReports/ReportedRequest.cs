using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.ErrorReports;

/// <summary>Notes the stages at a request's arrival, for what may have to be reported of it. Stands first of all.</summary>
internal sealed class ReportedRequest(RequestDelegate next, CutoverState state)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Features.Set(state.Current);
        return next(context);
    }
}
