using System.Text.Json;
using Strangler.Contract.Management;
using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.Descriptions;

namespace Strangler.Gateway.Doctor;

internal static class DoctorExtensions
{
    public static void AddDoctor(this IServiceCollection services) => services
        .AddSingleton<Examination>().AddSingleton<PortExamination>().AddSingleton<LegacyExamination>().AddSingleton<FolderExamination>().AddSingleton<DatabaseExamination>();

    /// <summary><c>GET /api/doctor</c>.</summary>
    public static IEndpointConventionBuilder MapDoctor(this IEndpointRouteBuilder routes) => routes.MapGet("/api/doctor", static async (Examination doctor, CancellationToken cancellationToken) =>
        TypedResults.Json(await doctor.ExamineAsync(serves: true, cancellationToken), ManagementJson.Readable.DoctorResponse))
        .Answers("What is in order with this installation, and what is not.", typeof(DoctorResponse));

    /// <summary><c>--doctor</c>: the same of a gateway that does not run, as JSON; what keeps it from starting is a finding.</summary>
    /// <param name="open">Builds the gateway, without starting it.</param>
    /// <param name="linesOf">What to say of a failure, a line each.</param>
    /// <param name="output">Where it is written.</param>
    public static async Task WriteAsync(Func<WebApplication> open, Func<Exception, IReadOnlyList<string>> linesOf, TextWriter output)
    {
        DoctorResponse seen;
        try
        {
            await using var app = open();
            seen = await app.Services.GetRequiredService<Examination>().ExamineAsync(serves: false, CancellationToken.None);
        }
        catch (Exception exception)
        {
            seen = new(CommandLine.Version, [.. linesOf(exception).Select(line => Finding.Bad("configuration", line, "Put it right: a gateway does not start with it."))]);
        }

        await output.WriteLineAsync(JsonSerializer.Serialize(seen, ManagementJson.Readable.DoctorResponse));
    }
}
