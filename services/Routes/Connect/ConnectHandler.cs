using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Connect;

/// <summary>Reads the body, asks <see cref="ConnectService"/>, and turns every failure into legacy's shape for errors.</summary>
internal sealed partial class ConnectHandler(ConnectService service, IOptions<ServicesOptions> options, ILogger<ConnectHandler> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context);
        await answer.SendAsync(context);
    }

    private async Task<Answer> AnswerAsync(HttpContext context)
    {
        try
        {
            var body = await ConnectBody.ReadAsync(context.Request, options.Value.ConnectBodyLimit, context.RequestAborted);
            if (body.IsTooLarge)
                return ConnectAnswers.TooLarge(options.Value.ConnectBodyLimit);
            return body.Value is null ? service.Refuse(body.Failure, context) : await service.ConnectAsync(body.Value, context);
        }
        catch (BadHttpRequestException error)
        {
            return error.StatusCode == StatusCodes.Status413PayloadTooLarge ? ConnectAnswers.TooLarge(options.Value.ConnectBodyLimit) : Answer.Unreadable(error);
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogConnectFailed(error);
            return service.Fail(ConnectAnswers.InternalError);
        }
    }

    [LoggerMessage(LogLevel.Error, "/api/connect failed.")]
    private partial void LogConnectFailed(Exception error);
}
