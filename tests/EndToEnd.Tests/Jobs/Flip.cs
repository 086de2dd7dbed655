using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.EndToEnd.Tests.Recordings;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Jobs;

/// <summary>A change of the flags by the operator while a job is under way.</summary>
/// <param name="Before">Stage of the job routes when the job starts: it says which side owns the job.</param>
/// <param name="ApplyAsync">The change.</param>
internal sealed record Flip(string Name, string Before, Func<HostedGateway, CancellationToken, Task> ApplyAsync)
{
    private static readonly string[] Routes = ["start_backup", "job_status", "job_perf", "cancel_job", "cancel_all", "cancelable_jobs", "perf"];

    public static IReadOnlyList<Flip> All { get; } =
    [
        new("start_backup to live", "legacy", (gateway, token) => SetAsync(gateway, "live", token, "start_backup")),
        new("all job routes to live", "legacy", (gateway, token) => SetAsync(gateway, "live", token, Routes)),
        new("start_backup to legacy", "live", (gateway, token) => SetAsync(gateway, "legacy", token, "start_backup")),
        new("rollback --all", "live", RollBackAllAsync),
    ];

    /// <summary>The side that owns the job, as <c>X-Served-By</c> names it.</summary>
    public string Owner => Before == "legacy" ? "legacy" : "modern";

    /// <summary>Puts the job routes where they are when the job starts.</summary>
    public Task PrepareAsync(HostedGateway gateway, CancellationToken cancellationToken) => SetAsync(gateway, Before, cancellationToken, Routes);

    public override string ToString() => Name;

    private static async Task SetAsync(HostedGateway gateway, string stage, CancellationToken cancellationToken, params string[] routes)
    {
        foreach (var route in routes)
        {
            var body = $$"""{"stage":"{{stage}}","reason":"flip","who":"qa","force":true}""";
            var answer = await RawHttp.SendAsync(gateway.Management, RawRequest.Post($"/api/routes/{route}/stage", "application/json", body), cancellationToken);
            Assert.True(answer.Status == 200, answer.ToString());
        }
    }

    private static async Task RollBackAllAsync(HostedGateway gateway, CancellationToken cancellationToken)
    {
        var output = await CutoverProgram.RunAsync(gateway.Management, cancellationToken, "rollback", "--all", "--reason", "3 a.m.");
        Assert.True(output.ExitCode == 0, output.ToString());
    }
}
