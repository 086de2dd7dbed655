using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.CheckReceipt;

/// <summary>Looks for one file, with a single question to the file system.</summary>
internal sealed partial class CheckReceiptService(ReceivedFolder folder, ReceiptFields fields, BackupCatalog catalog, ILogger<CheckReceiptService> logger)
{
    private static readonly Answer TooLong = CheckReceiptAnswers.Failed("file name too long");
    private static readonly Answer NotRead = CheckReceiptAnswers.Failed("internal error");

    public Task SendAsync(HttpContext context)
    {
        if (!PathArgument.TryRead(context, out var name))
            return Answer.NotFound.SendAsync(context);
        if (!ReceiptQuery.TryReadDetails(context.Request, out var details, out var refusal))
            return refusal.SendAsync(context);
        return details ? SendDetailsAsync(context, name) : SendAsync(context, name, entry: null);
    }

    private async Task SendDetailsAsync(HttpContext context, string name)
    {
        var entries = await catalog.FindAsync([name], context.RequestAborted);
        await SendAsync(context, name, entries[0]);
    }

    private Task SendAsync(HttpContext context, string name, CatalogEntry? entry) => AnswerFor(context, name, entry)?.SendAsync(context) ?? Task.CompletedTask;

    /// <summary>Null where it failed and somebody else answers.</summary>
    private Answer? AnswerFor(HttpContext context, string name, CatalogEntry? entry)
    {
        if (ReceivedFolder.IsTooLong(name))
        {
            context.Features.Set(ContractError.Instance);
            return TooLong;
        }

        try
        {
            return folder.Find(name) is { } file
                ? CheckReceiptAnswers.Received(fields.Of(file, entry))
                : CheckReceiptAnswers.NotReceived(name, folder.FullPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotRead(error);
            return FailedViews.IsTaken(context, error, hasAnswer: true) ? null : NotRead;
        }
    }

    [LoggerMessage(LogLevel.Error, "A received file could not be looked for.")]
    private partial void LogNotRead(Exception error);
}
