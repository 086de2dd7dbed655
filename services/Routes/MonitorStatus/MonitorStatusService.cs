using Microsoft.AspNetCore.Http;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.MonitorStatus;

/// <summary>Reports which files are expected, and how full the folder is.</summary>
internal sealed class MonitorStatusService(ReceivedFolder folder, ReceiptMonitor monitor, OpenExpectations expected, TimeProvider time)
{
    public Task SendAsync(HttpContext context) =>
        MonitorStatusAnswers.Status(folder.FullPath, folder.List(), monitor.IsRunning, expected.All, time.UnixSeconds()).SendAsync(context);
}
