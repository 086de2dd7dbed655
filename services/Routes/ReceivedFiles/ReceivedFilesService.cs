using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.ReceivedFiles;

/// <summary>Lists the received files, newest first; all of them unless <c>limit</c> and <c>offset</c> ask for a page.</summary>
internal sealed class ReceivedFilesService(ReceivedFolder folder, ReceiptFields fields, BackupCatalog catalog)
{
    private readonly Answer _noFolder = ReceivedFilesAnswers.NoFolder(folder.FullPath);

    public Task SendAsync(HttpContext context)
    {
        var (offset, limit) = (0, int.MaxValue);
        if (!ReceiptQuery.TryRead(context.Request, "offset", int.MaxValue, ref offset, out var refusal)
            || !ReceiptQuery.TryRead(context.Request, "limit", int.MaxValue, ref limit, out refusal)
            || !ReceiptQuery.TryReadDetails(context.Request, out var details, out refusal))
        {
            return refusal.SendAsync(context);
        }

        if (folder.List() is not { } all)
            return _noFolder.SendAsync(context);
        var page = all.Skip(offset).Take(limit);
        return details ? SendDetailsAsync(context, all, [.. page]) : SendAsync(context, all, page.Select(file => fields.Of(file, entry: null)));
    }

    private async Task SendDetailsAsync(HttpContext context, IReadOnlyList<ReceivedFile> all, IReadOnlyList<ReceivedFile> page)
    {
        var entries = await catalog.FindAsync([.. page.Select(file => file.Name)], context.RequestAborted);
        await SendAsync(context, all, page.Zip(entries, fields.Of));
    }

    private Task SendAsync(HttpContext context, IReadOnlyList<ReceivedFile> all, IEnumerable<Dictionary<string, PythonValue>> shown) =>
        ReceivedFilesAnswers.Listed(folder.FullPath, all, [.. shown.Select(file => new PythonDict(file))]).SendAsync(context);
}
