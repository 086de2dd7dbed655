using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.ReceivedFiles;

/// <summary>Serves <c>GET /api/received_files</c> (contract 5).</summary>
public static class ReceivedFilesModule
{
    private static readonly JsonShape Listed = JsonShape.Of(
        ("directory", JsonShape.Text), ("files", JsonShape.ListOf(JsonShape.Of([.. ReceiptShapes.Members]))), ("success", JsonShape.Flag),
        ("total_files", JsonShape.WholeNumber), ("total_size", JsonShape.WholeNumber));

    private static readonly JsonShape NoFolder = JsonShape.Of(
        ("error", JsonShape.Text), ("files", JsonShape.ListOf(JsonShape.Any)), ("success", JsonShape.Flag));

    public static IServiceCollection AddReceivedFiles(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddReceipts(section);
        services.TryAddSingleton<ReceivedFilesService>();
        return services;
    }

    public static IEndpointConventionBuilder MapReceivedFiles(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<ReceivedFilesService>("/api/received_files", static service => service.SendAsync)
            .WithSummary("The files that have been received.")
            .WithArgument("limit", "So many at most.")
            .WithArgument("offset", "So many are left out at the start.")
            .WithArgument("details", "1 adds what the backup server's database knows.")
            .Answers(
                DescribedAnswer.Json(Listed),
                DescribedAnswer.Json(NoFolder, "There is no folder."),
                DescribedAnswer.Failure(StatusCodes.Status400BadRequest, "An argument is bad."));
}
