using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.CheckReceipt;

/// <summary>Serves <c>GET /api/check_receipt/&lt;filename&gt;</c> (contract 5).</summary>
public static class CheckReceiptModule
{
    private static readonly JsonShape Received = JsonShape.Of([.. ReceiptShapes.Members, ("received", JsonShape.Flag), ("success", JsonShape.Flag)]);

    private static readonly JsonShape NotReceived = JsonShape.Of(
        ("error", JsonShape.Text), ("filename", JsonShape.Text), ("received", JsonShape.Flag), ("success", JsonShape.Flag));

    private static readonly JsonShape Failed = JsonShape.Of(("error", JsonShape.Text), ("received", JsonShape.Flag), ("success", JsonShape.Flag));

    public static IServiceCollection AddCheckReceipt(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddReceipts(section);
        services.TryAddSingleton<CheckReceiptService>();
        return services;
    }

    public static IEndpointConventionBuilder MapCheckReceipt(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<CheckReceiptService>("/api/check_receipt/{filename}", static service => service.SendAsync)
            .WithSummary("Whether a file of that name has been received.")
            .WithArgument("details", "1 adds what the backup server's database knows.")
            .Answers(
                DescribedAnswer.Json(Received, "It has been received."),
                DescribedAnswer.Json(NotReceived, "It has not."),
                DescribedAnswer.Failure(StatusCodes.Status400BadRequest, "An argument is bad."),
                DescribedAnswer.Page(StatusCodes.Status404NotFound, "It is no name of a file."),
                DescribedAnswer.Json(StatusCodes.Status500InternalServerError, Failed, "The folder cannot be read."));
}
