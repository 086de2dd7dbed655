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
        return details ? SendDetailsAsync(context, name) : AnswerFor(name, entry: null).SendAsync(context);
    }

    private async Task SendDetailsAsync(HttpContext context, string name)
    {
        var entries = await catalog.FindAsync([name], context.RequestAborted);
        await AnswerFor(name, entries[0]).SendAsync(context);
    }

    private Answer AnswerFor(string name, CatalogEntry? entry)
    {
        if (ReceivedFolder.IsTooLong(name))
            return TooLong;
        try
        {
            return folder.Find(name) is { } file
                ? CheckReceiptAnswers.Received(fields.Of(file, entry))
                : CheckReceiptAnswers.NotReceived(name, folder.FullPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotRead(error);
            return NotRead;
        }
    }

    [LoggerMessage(LogLevel.Error, "A received file could not be looked for.")]
    private partial void LogNotRead(Exception error);
}
